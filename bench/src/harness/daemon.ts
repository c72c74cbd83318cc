import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Starts the `virtweaved` that is installed in `folder`; it serves `socket`. */
export async function startDaemon(folder: string, socket: string): Promise<{ stop(): Promise<void> }> {
  const child = spawn(join(folder, 'node_modules/.bin/virtweaved'), ['--listen', `unix:${socket}`], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise<void>((resolve) => {
    for (const event of ['exit', 'error']) child.once(event, () => resolve());
  });
  const wait = AbortSignal.timeout(20_000);
  while (!existsSync(socket) && child.exitCode === null && !wait.aborted) await sleep(50);
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
  };
  if (existsSync(socket)) return { stop };
  await stop();
  throw new Error(`virtweaved does not start: ${said}`);
}
