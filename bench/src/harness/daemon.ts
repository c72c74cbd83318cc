import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

interface Started {
  stop(): Promise<void>;
}

/** Starts the `virtweaved` that is installed in `folder`; it serves `socket`. */
export function startDaemon(folder: string, socket: string): Promise<Started> {
  return start(join(folder, 'node_modules/.bin/virtweaved'), ['--listen', `unix:${socket}`], folder, socket);
}

const built = fileURLToPath(new URL('../../../packages/daemon/dist/main.cjs', import.meta.url));

/** Starts the built daemon with 64 requests for each client. `VIRTWEAVED_FLAGS`: flags for its Node, such as `--cpu-prof`. */
export async function startBuiltDaemon(folder: string): Promise<Started & { readonly socket: string }> {
  await mkdir(folder, { recursive: true });
  const socket = join(folder, 'virtweave-sock');
  const config = join(folder, 'virtweaved.json');
  await writeFile(config, JSON.stringify({ unix: { path: socket }, limits: { requests: 64 } }));
  const flags = process.env['VIRTWEAVED_FLAGS']?.split(' ') ?? [];
  return { ...(await start(process.execPath, [...flags, built, '--config', config], folder, socket)), socket };
}

async function start(program: string, args: readonly string[], cwd: string, socket: string): Promise<Started> {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
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
