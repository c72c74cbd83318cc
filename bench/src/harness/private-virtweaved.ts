import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../packages/daemon/dist/main.js', import.meta.url));

/** Starts our daemon, a process of its own, whose socket lies in `folder`. `VIRTWEAVED_FLAGS`: flags for Node. */
export async function startPrivateVirtweaved(folder: string): Promise<{ readonly socket: string; stop(): Promise<void> }> {
  await mkdir(folder, { recursive: true });
  const socket = join(folder, 'virtweave-sock');
  const config = join(folder, 'virtweaved.json');
  await writeFile(config, JSON.stringify({ unix: { path: socket }, limits: { requests: 64 } }));
  const flags = process.env['VIRTWEAVED_FLAGS']?.split(' ') ?? [];
  const child = spawn(process.execPath, [...flags, program, '--config', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  const listening = new Promise<boolean>((resolve) => {
    const reader = createInterface({ input: child.stderr });
    reader.on('line', (line) => {
      if (line.includes('listening on')) resolve(true);
      else console.error(line);
    });
    reader.on('close', () => resolve(false));
  });
  if (!(await listening)) throw new Error('virtweaved does not start');
  return {
    socket,
    async stop() {
      child.kill();
      await ended;
    },
  };
}
