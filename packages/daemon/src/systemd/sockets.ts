import { readFile, readlink } from 'node:fs/promises';

/** A listening socket that systemd opened and handed over. */
export interface HandedOver {
  readonly descriptor: number;
  /** `FileDescriptorName=` of the unit; without one the unit's name: `virtweaved-ro.socket`. */
  readonly name: string;
  /** Of a unix socket. */
  readonly path?: string;
}

/** `LISTEN_FDS` sockets, from descriptor 3 on, when `LISTEN_PID` is us. What we start must not take them for its own. */
export async function takeSockets(environment: Record<string, string | undefined>): Promise<HandedOver[]> {
  const { LISTEN_PID: pid, LISTEN_FDS: count = '0', LISTEN_FDNAMES: names = '' } = environment;
  for (const name of ['LISTEN_PID', 'LISTEN_FDS', 'LISTEN_FDNAMES']) delete environment[name];
  if (pid !== String(process.pid)) return [];
  const all = names.split(':');
  return await Promise.all(
    Array.from({ length: Number(count) }, async (_, at) => {
      const path = await pathOf(3 + at);
      return { descriptor: 3 + at, name: all[at] ?? '', ...(path !== undefined && { path }) };
    }),
  );
}

/** Node does not tell the path of a socket that it did not open. */
async function pathOf(descriptor: number): Promise<string | undefined> {
  const link = await readlink(`/proc/self/fd/${descriptor}`).catch(() => '');
  const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1];
  if (inode === undefined) return undefined;
  const table = await readFile('/proc/net/unix', 'utf8').catch(() => '');
  return new RegExp(`^(?:\\S+ ){6} *${inode} (/.*)$`, 'm').exec(table)?.[1];
}
