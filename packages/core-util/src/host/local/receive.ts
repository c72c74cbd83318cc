import { open, type FileHandle } from 'node:fs/promises';
import type { Socket } from 'node:net';
import type { CallOptions, Receiving } from '../host.ts';
import { systemError } from '../system-error.ts';
import { listenAt } from './listen.ts';
import { rmSync } from 'node:fs';

/** Listens on a new unix socket for one sender, and adds what comes to the end of a file that is there. */
export async function receive(socket: string, file: string, { signal }: CallOptions = {}): Promise<Receiving> {
  signal?.throwIfAborted();
  const server = await listenAt(socket);
  let peer: Socket | undefined;
  let give: (error: Error) => void = () => {};
  const connected = new Promise<Socket>((resolve, reject) => {
    give = reject;
    server.once('connection', resolve);
    server.once('error', reject);
  });
  const close = (error: Error): void => {
    server.close();
    rmSync(socket, { force: true });
    peer?.destroy(error);
    give(error);
  };
  const abort = (): void => close(signal?.reason as Error);
  signal?.addEventListener('abort', abort, { once: true });
  const work = async (): Promise<void> => {
    let handle: FileHandle | undefined;
    try {
      peer = await connected;
      server.close();
      handle = await open(file, 'a');
      for await (const chunk of peer) await handle.write(chunk as Buffer);
      await handle.sync();
    } catch (error) {
      signal?.throwIfAborted();
      throw systemError(`cannot write what comes from '${socket}' to '${file}'`, error);
    } finally {
      signal?.removeEventListener('abort', abort);
      rmSync(socket, { force: true });
      await handle?.close();
    }
  };
  const done = work();
  // Whoever gives up does not wait for it.
  done.catch(() => undefined);
  return { done, cancel: () => close(new Error('nobody waits for it any more')) };
}
