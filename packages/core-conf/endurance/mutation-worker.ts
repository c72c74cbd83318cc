import { parentPort, workerData } from 'node:worker_threads';
import { Mutations, pass } from './mutation.ts';

/** What a worker is told. */
export interface Task {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  /** Milliseconds that one mutation may take at one door. */
  readonly limit: number;
  /** Where the worker writes which turn it is at. */
  readonly progress: SharedArrayBuffer;
}

/** What it answers. */
export interface Result {
  /** Mutations that became a value, by door. */
  readonly values: Readonly<Record<string, number>>;
  readonly refused: number;
  /** What went wrong, with the turn. */
  readonly faults: readonly string[];
  /** Bytes in use at the end. */
  readonly heap: number;
}

function work({ seed, from, to, limit, progress }: Task): Result {
  const mutations = new Mutations(seed);
  const at = new Int32Array(progress);
  const values: Record<string, number> = {};
  const faults: string[] = [];
  let refused = 0;
  for (let turn = from; turn < to && faults.length < 20; turn += 1) {
    Atomics.store(at, 0, turn);
    const { text, doors, strict } = mutations.get(turn);
    for (const door of doors) {
      try {
        const { outcome, time } = timed(() => pass(door, text, strict), limit);
        if (outcome === 'refused') refused += 1;
        else values[door.name] = (values[door.name] ?? 0) + 1;
        if (time > limit) faults.push(`turn ${turn}, ${door.name}: ${Math.round(time)} ms for ${text.length} characters`);
      } catch (error) {
        faults.push(`turn ${turn}, ${door.name}: ${(error as Error).stack ?? String(error)}\n${text.slice(0, 4000)}`);
      }
    }
  }
  return { values, refused, faults, heap: process.memoryUsage().heapUsed };
}

/** The machine may be busy with other things: the shortest of several attempts counts. */
function timed<T>(attempt: () => T, limit: number): { outcome: T; time: number } {
  let outcome: T;
  let time = Infinity;
  let left = 4;
  do {
    const begin = performance.now();
    outcome = attempt();
    time = Math.min(time, performance.now() - begin);
    left -= 1;
  } while (time > limit && left > 0);
  return { outcome, time };
}

parentPort?.postMessage(work(workerData as Task));
