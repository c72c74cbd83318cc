import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const loader = new URL('../../../../scripts/typescript-loader/register.mjs', import.meta.url).href;

/** Starts a program of the tests, which is spoken to by messages. */
export function forkProgram(path: string): ChildProcess {
  return fork(fileURLToPath(new URL(path, import.meta.url)), {
    execArgv: ['--import', loader, '--conditions=@virtweave/source'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

/** Starts the built daemon, with our probe in it. `ENDURANCE_NODE_FLAGS`: more flags for its Node, such as `--cpu-prof`. */
export function forkDaemon(args: readonly string[], cwd: string): ChildProcess {
  const flags = process.env['ENDURANCE_NODE_FLAGS']?.split(' ') ?? [];
  return fork(fileURLToPath(new URL('../../dist/main.cjs', import.meta.url)), args, {
    execArgv: ['--import', new URL('probe.mjs', import.meta.url).href, ...flags],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    cwd,
  });
}

/** Sends a message and gives the next one that comes. Rejects when the program ends. */
export function ask<T>(child: ChildProcess, question: object): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null, signal: string | null): void => {
      child.off('message', onMessage);
      reject(new Error(`${child.spawnargs.at(-1) ?? ''}: ended with ${signal ?? `status ${String(code)}`}`));
    };
    const onMessage = (answer: unknown): void => {
      child.off('exit', onExit);
      resolve(answer as T);
    };
    if (child.exitCode !== null || child.signalCode !== null) onExit(child.exitCode, child.signalCode);
    child.once('exit', onExit);
    child.once('message', onMessage);
    child.send(question);
  });
}
