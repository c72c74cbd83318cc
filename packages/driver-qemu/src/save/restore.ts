import { once } from 'node:events';
import type { QemuEngine } from '../engine/engine.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { watchMigration } from './migration.ts';

/** The state that a guest begins with. */
export interface RestoredState {
  /** A saved guest's file. */
  readonly path: string;
  /** Where QEMU's part of it begins. */
  readonly offset: number;
}

/** Bytes that are read at once. */
const chunk = 1 << 20;

/** Gives QEMU, which waits for it at `socket`, what is in the file. */
export async function loadState(
  engine: QemuEngine,
  running: Pick<RunningGuest, 'monitor'> & { readonly ended: Promise<unknown> },
  socket: string,
  { path, offset }: RestoredState,
  signal?: AbortSignal,
): Promise<void> {
  const watch = await watchMigration(running, signal);
  const stream = await engine.host.connect({ path: socket }, signal === undefined ? {} : { signal });
  // What went wrong is said by QEMU, in the end of the migration.
  stream.on('error', () => undefined);
  stream.resume();
  try {
    for (let at = offset; ; at += chunk) {
      const data = await engine.host.readFile(path, { offset: at, length: chunk, ...(signal && { signal }) });
      if (data.length === 0 || stream.destroyed) break;
      if (!stream.write(data) && !stream.destroyed) await Promise.race([once(stream, 'drain'), once(stream, 'close')]);
    }
    stream.end();
    await watch.completed(running.ended);
  } finally {
    watch.stop();
    stream.destroy();
  }
}
