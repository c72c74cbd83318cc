import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Result, Task } from './mutation-worker.ts';

const loader = new URL('../../../scripts/typescript-loader/register.mjs', import.meta.url).href;
const worker = fileURLToPath(new URL('./mutation-worker.ts', import.meta.url));

/** Seconds without a new turn after which a worker hangs, however busy the machine is. */
const patience = 60;

/** Megabytes that a worker may have. */
const memory = 768;

/**
 * Tries mutations in a thread of its own, with bounded memory. A turn that does not end, or that takes the memory of the
 * thread, is a fault among the others; the turns behind it are tried all the same.
 */
export async function tryMutations(task: Omit<Task, 'progress'>): Promise<Result> {
  const progress = new SharedArrayBuffer(4);
  try {
    return await run({ ...task, progress });
  } catch (error) {
    const turn = Atomics.load(new Int32Array(progress), 0);
    const rest = turn + 1 < task.to ? await tryMutations({ ...task, from: turn + 1 }) : undefined;
    const fault = `turn ${turn}: ${(error as Error).message}`;
    return { values: {}, refused: 0, heap: 0, ...rest, faults: [fault, ...(rest?.faults ?? [])] };
  }
}

function run(task: Task): Promise<Result> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(worker, {
      workerData: task,
      execArgv: ['--import', loader, '--conditions=@virtweave/source'],
      resourceLimits: { maxOldGenerationSizeMb: memory },
    });
    const at = new Int32Array(task.progress);
    let last = -1;
    let since = 0;
    const watch = setInterval(() => {
      const turn = Atomics.load(at, 0);
      since = turn === last ? since + 1 : 0;
      last = turn;
      if (since < patience) return;
      reject(new Error(`no end after ${patience} s`));
      void thread.terminate();
    }, 1000);
    thread.on('message', resolve);
    thread.on('error', reject);
    thread.on('exit', () => {
      clearInterval(watch);
      reject(new Error('the thread ended'));
    });
  });
}
