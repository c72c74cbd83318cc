import fs from 'node:fs';
import net from 'node:net';
import { errnoError, systemError } from '../system-error.ts';

/** Bytes in `sockaddr_un`, less the final NUL. */
export const LONGEST_SOCKET_PATH = 107;

/**
 * A listening unix socket at `path`, to be handed to a child. It is bound under another name and renamed, because closing
 * the server unlinks the name that was bound: that one is gone by then, and `path` stays.
 */
export async function listenAt(path: string): Promise<net.Server> {
  const bound = `${path}.new`;
  // libuv would bind a shortened one, without a word.
  if (Buffer.byteLength(bound) > LONGEST_SOCKET_PATH) throw errnoError(`cannot listen on socket '${path}'`, 'ENAMETOOLONG');
  const server = net.createServer();
  try {
    // Left over by one who died here. The folder is ours alone (mode 0700), so nobody can be about to use it.
    fs.rmSync(bound, { force: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(bound, resolve);
    });
    fs.renameSync(bound, path);
    return server;
  } catch (error) {
    server.close();
    throw systemError(`cannot listen on socket '${path}'`, error);
  }
}

/**
 * The descriptor of a listening server. Node has it, but does not document it: this is the only place that knows where,
 * and its test shows for each version of Node that it is still there.
 */
export function descriptorOf(server: net.Server): number {
  const fd = (server as unknown as { _handle?: { fd?: unknown } | null })._handle?.fd;
  if (typeof fd === 'number' && fd >= 0) return fd;
  throw new Error('this version of Node does not show the descriptor of a server');
}
