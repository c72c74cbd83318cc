import net from 'node:net';
import type { CallOptions, HostAddress } from '../host.ts';
import { errnoError, systemError } from '../system-error.ts';
import { LONGEST_SOCKET_PATH } from './listen.ts';

export async function connect(address: HostAddress, options: CallOptions = {}): Promise<net.Socket> {
  const { signal } = options;
  signal?.throwIfAborted();
  if ('path' in address && Buffer.byteLength(address.path) > LONGEST_SOCKET_PATH) throw errnoError(failedTo(address), 'ENAMETOOLONG');
  const socket = net.connect('path' in address ? { path: address.path } : { host: address.host, port: address.port });
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      signal?.removeEventListener('abort', onAbort);
      socket.off('connect', onConnect);
      socket.off('error', onError);
    };
    const onConnect = (): void => {
      settle();
      resolve(socket);
    };
    const onError = (error: Error): void => {
      settle();
      socket.destroy();
      reject(systemError(failedTo(address), error));
    };
    const onAbort = (): void => {
      settle();
      socket.on('error', () => undefined);
      socket.destroy();
      reject(signal?.reason);
    };
    socket.once('connect', onConnect);
    socket.once('error', onError);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** libvirt's words for a connection that could not be made. */
export function failedTo(address: HostAddress): string {
  return 'path' in address
    ? `Failed to connect socket to '${address.path}'`
    : `unable to connect to server at '${address.host}:${address.port}'`;
}
