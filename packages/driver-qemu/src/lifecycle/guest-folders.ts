import type { QemuEngine } from '../engine/engine.ts';
import { commandFolders } from './command-context.ts';
import { together } from './together.ts';

/** Makes the folders of a guest that is about to start, for nobody but us. */
export async function makeGuestFolders(engine: QemuEngine, id: number, name: string, signal?: AbortSignal): Promise<void> {
  await together(
    [engine.scope.folders.log, ...guestFolders(engine, id, name)].map((folder) =>
      engine.host.makeFolder(folder, { mode: 0o700, durable: false, ...(signal && { signal }) }),
    ),
  );
}

/** Removes them, with the sockets in them. */
export async function removeGuestFolders(engine: QemuEngine, id: number, name: string): Promise<void> {
  await Promise.all(
    guestFolders(engine, id, name).map((folder) => engine.host.remove(folder, { recursive: true, durable: false })),
  );
}

/** Its own folder, and the one for the sockets of its channels. */
function guestFolders({ scope }: QemuEngine, id: number, name: string): string[] {
  const { domain, channelTarget, shortName } = commandFolders(scope, id, name);
  return [domain, `${channelTarget}/${shortName}`];
}
