import type { Domain } from '@virtweave/core-conf';
import { getLogger, type Host, type Logger, type StateStore } from '@virtweave/core-util';

const log: Logger = getLogger('qemu.qemu_domain');

/**
 * Leaves one definition for each UUID. A death within `domainRename` leaves two: the new one is written before the old one
 * is removed. Nobody was told that the guest has a new name, so either would be right; the one that was written last stays
 * (by name when they are equally old), and is autostarted when either of them was.
 *
 * @param autostart Names of guests that start with the host; corrected
 */
export async function dropTwins(
  host: Host,
  store: StateStore,
  entries: ReadonlyMap<string, Domain>,
  autostart: Set<string>,
): Promise<ReadonlyMap<string, Domain>> {
  const byUuid = new Map<string, string[]>();
  for (const [name, { uuid }] of entries) byUuid.set(uuid as string, [...(byUuid.get(uuid as string) ?? []), name]);
  if (byUuid.size === entries.size) return entries;
  const left = new Map(entries);
  for (const [uuid, names] of byUuid) {
    if (names.length === 1) continue;
    const [kept, ...dropped] = await newestFirst(host, store, names);
    log.warning(`guests ${names.join(', ')} have the same UUID ${uuid}: a rename was interrupted; keeping ${kept}`);
    if (names.some((name) => autostart.has(name))) {
      await store.link('autostart', kept);
      autostart.add(kept);
    }
    for (const name of dropped) {
      await store.delete(name);
      autostart.delete(name);
      left.delete(name);
    }
  }
  return left;
}

async function newestFirst(host: Host, store: StateStore, names: readonly string[]): Promise<[string, ...string[]]> {
  const files = await Promise.all(names.map(async (name) => ({ name, time: (await host.stat(store.path(name)))?.mtime ?? 0 })));
  return files.sort((a, b) => b.time - a.time || (a.name < b.name ? -1 : 1)).map(({ name }) => name) as [string, ...string[]];
}
