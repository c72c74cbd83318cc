import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalHost, type SpawnedProcess } from '@virtweave/core-util';
import type { QemuCommand } from '@virtweave/driver-qemu/command';
import { QmpClient } from '@virtweave/driver-qemu/qmp';

const host = new LocalHost();

/** Milliseconds that QEMU has until its monitor answers. */
const patience = 20_000;

/** Starts QEMU and asks how it is. Returns its last words when it does not live, undefined when it does. */
export async function refusalOf(command: QemuCommand, folder: string, monitor: string): Promise<string | undefined> {
  const log = join(folder, 'qemu.log');
  const process = await host.spawn(command.program, command.args, {
    log,
    env: Object.fromEntries(command.env),
    cwd: folder,
    listen: [{ path: monitor }],
  });
  let failure: unknown;
  try {
    const stream = await host.connect({ path: monitor });
    const client = await QmpClient.open(stream, { label: 'of a guest', timeout: patience });
    try {
      const { status } = await client.execute('query-status');
      if (status === 'prelaunch' || status === 'inmigrate') {
        await client.execute('quit').catch(() => undefined);
        return undefined;
      }
      failure = new Error(`its state is '${status}'`);
    } finally {
      client.close();
    }
  } catch (error) {
    failure = error;
  } finally {
    await ended(process);
  }
  const words = (await readFile(log, 'utf8').catch(() => '')).trim();
  if (words !== '') return words;
  // Without a word: what it must have stumbled over.
  const option = ['-incoming', '-display'].map((name) => command.args.indexOf(name)).find((at) => at >= 0) ?? -1;
  return `${String(failure)}${option < 0 ? '' : ` (${command.args.slice(option, option + 2).join(' ')})`}`;
}

/** Waits for its end, by force if need be. */
async function ended(process: SpawnedProcess): Promise<void> {
  // The promise alone would not keep this process running.
  const hold = setInterval(() => void host.signal(process, 'SIGKILL'), 3000);
  await process.exited;
  clearInterval(hold);
}
