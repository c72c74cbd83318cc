import type { Host } from '@virtweave/core-util';
import { VirtError, isVirtError } from '@virtweave/core-util/errors';
import { schemeOf } from './scheme.ts';
import { servingProgram } from './serving-program.ts';

/** How long an owner that is about to serve may take to do so, milliseconds. */
const PATIENCE = 10_000;

/** Where the owner of a state folder serves it. */
export function socketIn(folder: string): string {
  return `${folder}/serve.sock`;
}

/** Who has a state folder, as the error says that found it taken. */
export interface Owner {
  readonly pid: number;
  readonly folder: string;
  /** Its socket; undefined: it serves nobody. */
  readonly socket: string | undefined;
}

/** Reads the error with which a driver says that another process has its state folder. undefined for every other error. */
export async function ownerOf(error: unknown, host: Host, signal?: AbortSignal): Promise<Owner | undefined> {
  if (!isVirtError(error, 'VIR_ERR_RESOURCE_BUSY')) return undefined;
  const { int1: pid, str2: program, str3: folder } = error;
  if (pid <= 0 || pid === process.pid || folder === undefined || !folder.startsWith('/')) return undefined;
  const socket = socketIn(folder);
  const there = async (): Promise<boolean> => (await host.stat(socket, { signal }))?.type === 'socket';
  const found = (await there()) || (program === servingProgram && (await appears(host, folder, there, signal)));
  return { pid, folder, socket: found ? socket : undefined };
}

/** The owner has said that it will serve: its socket is on its way. */
async function appears(host: Host, folder: string, there: () => Promise<boolean>, signal?: AbortSignal): Promise<boolean> {
  let look = (): void => undefined;
  const watcher = host.watch?.(folder, () => look());
  const deadline = AbortSignal.any([AbortSignal.timeout(PATIENCE), ...(signal === undefined ? [] : [signal])]);
  try {
    for (;;) {
      const changed = new Promise<void>((resolve) => {
        look = resolve;
        deadline.addEventListener('abort', () => resolve(), { once: true });
      });
      if (await there()) return true;
      signal?.throwIfAborted();
      if (watcher === undefined || deadline.aborted) return false;
      await changed;
    }
  } finally {
    watcher?.close();
  }
}

/** The URI by which driver-remote reaches what `uri` would open, through its owner. */
export function uriThrough(socket: string, uri: string): string {
  return `${schemeOf(uri).scheme}+unix:///?socket=${encodeURIComponent(socket)}&name=${encodeURIComponent(uri)}`;
}

/**
 * A client may have what is served here and nothing else: whoever asks for another scope must not get this one by mistake.
 *
 * @throws VirtError VIR_ERR_NO_CONNECT
 */
export function checkServed(wanted: string | undefined, uri: string): void {
  if (wanted === undefined || scopeOf(wanted) === scopeOf(uri)) return;
  throw new VirtError('VIR_ERR_NO_CONNECT', `${wanted}: only ${uri} is served here`);
}

/** Scheme and path. Which root is meant follows from the socket. */
function scopeOf(uri: string): string {
  return `${schemeOf(uri).scheme}:${/^[^:]*:(?:\/\/[^/?#]*)?([^?#]*)/.exec(uri)?.[1] ?? ''}`;
}
