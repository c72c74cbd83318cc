import { chmod, mkdir, rm, stat } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { VirtError } from '@virtweave/core-util/errors';
import type { HandedOver } from '../systemd/sockets.ts';

/** A place where clients come in. */
export interface Listener {
  /** `unix:/run/virtweave/virtweave-sock`, `tcp:127.0.0.1:16509` */
  readonly address: string;
  close(): Promise<void>;
  /** It alone does not keep Node alive. */
  unref?(): void;
}

/** Peers that are gone without a word are noticed by the kernel, too. */
export const tcpOptions = { noDelay: true, keepAlive: true } as const;

type OnSocket = (socket: Socket) => void;

/** Listens on a path. A socket that a dead process left behind is replaced, one that somebody answers is not. */
export async function listenUnix(path: string, mode: string, onSocket: OnSocket): Promise<Listener> {
  await mkdir(dirname(path), { recursive: true });
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined) {
    if (!found.isSocket()) throw new VirtError('VIR_ERR_SYSTEM_ERROR', `${path} exists and is no socket`);
    if (await answers(path)) throw new VirtError('VIR_ERR_OPERATION_INVALID', `${path}: another daemon listens there`);
    await rm(path);
  }
  const server = createServer(onSocket);
  // Nobody may come in between its making and the change of its mode.
  const before = process.umask(0o177);
  try {
    await listening(server, () => server.listen(path));
  } finally {
    process.umask(before);
  }
  await chmod(path, Number.parseInt(mode, 8));
  return { address: `unix:${path}`, close: () => closing(server), unref: () => void server.unref() };
}

export async function listenTcp(host: string, port: number, onSocket: OnSocket): Promise<Listener> {
  const server = createServer(tcpOptions, onSocket);
  await listening(server, () => server.listen(port, host));
  return { address: `tcp:${addressOf(server)}`, close: () => closing(server) };
}

/** A socket that systemd opened and handed over. */
export async function listenHandedOver(
  { descriptor, path }: HandedOver,
  onSocket: OnSocket,
): Promise<{ readonly listener: Listener; readonly kind: 'unix' | 'tcp' }> {
  const server = createServer(tcpOptions, onSocket);
  await listening(server, () => server.listen({ fd: descriptor }));
  const kind = path === undefined && typeof server.address() === 'object' && server.address() !== null ? 'tcp' : 'unix';
  const address = kind === 'tcp' ? `tcp:${addressOf(server)}` : `unix:${path ?? String(descriptor)}`;
  return { listener: { address, close: () => closing(server) }, kind };
}

export function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') return String(address);
  return address.family === 'IPv6' ? `[${address.address}]:${address.port}` : `${address.address}:${address.port}`;
}

export function listening(server: Server, listen: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new VirtError('VIR_ERR_SYSTEM_ERROR', `cannot listen: ${cause.message}`, { cause })),
    );
    server.once('listening', resolve);
    listen();
  });
}

export const closing = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
