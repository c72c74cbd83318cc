import type { Connection } from '../connection/connection.ts';
import type { Serving } from '../contract/server.ts';
import { findServer, type DriverSource } from './registry.ts';
import { socketIn } from './owner.ts';

interface Shared {
  readonly serving: Promise<Serving | undefined>;
  users: number;
}

/** What this process serves, by state folder: connections of one process share it. */
const served = new Map<string, Shared>();

export interface ServeRequest {
  readonly folder: string;
  /** URI of the connection that asks for it. */
  readonly uri: string;
  readonly source: DriverSource;
  /** Opens a connection for a client. */
  open(readOnly: boolean): Promise<Connection>;
  /** Where nothing can be served although a server is installed. */
  failed(error: unknown): void;
}

/**
 * Lets other processes reach a state folder of ours, where `@virtweave/daemon` is installed.
 *
 * @returns gives it up; with the last one the serving ends
 */
export async function serve(request: ServeRequest): Promise<() => Promise<void>> {
  const { folder } = request;
  const shared: Shared = served.get(folder) ?? { serving: start(request), users: 0 };
  served.set(folder, shared);
  shared.users += 1;
  await shared.serving;
  let left: Promise<void> | undefined;
  return () => (left ??= leave(folder, shared));
}

async function leave(folder: string, shared: Shared): Promise<void> {
  shared.users -= 1;
  if (shared.users > 0) return;
  if (served.get(folder) === shared) served.delete(folder);
  await (await shared.serving)?.close();
}

async function start({ folder, uri, source, open, failed }: ServeRequest): Promise<Serving | undefined> {
  try {
    const server = await findServer(source);
    return await server?.serve({
      path: socketIn(folder),
      open: async (wanted, readOnly) => {
        const { checkServed } = await import('./owner.ts');
        checkServed(wanted, uri);
        return open(readOnly);
      },
    });
  } catch (error) {
    // The connection itself is sound: only others cannot share it.
    failed(error);
    return undefined;
  }
}
