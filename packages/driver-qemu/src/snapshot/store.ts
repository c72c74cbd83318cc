import { formatDomainSnapshot, readDomainSnapshot } from '@virtweave/core-conf';
import { encodeFileName, getLogger, type Logger } from '@virtweave/core-util';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import { refused, type QemuSnapshot } from './snapshot.ts';

const log: Logger = getLogger('qemu.qemu_snapshot');

const folderOf = ({ scope }: QemuEngine, guestName: string): string =>
  `${scope.folders.state}/snapshot/${encodeFileName(guestName, '')}`;

const fileOf = (engine: QemuEngine, guest: Guest, { name }: QemuSnapshot): string =>
  `${folderOf(engine, guest.name)}/${encodeFileName(name, '.xml')}`;

/** Writes what is known of a snapshot, and whether it is the current one. */
export async function saveSnapshot(engine: QemuEngine, guest: Guest, snapshot: QemuSnapshot): Promise<void> {
  const active = guest.snapshots.current === snapshot;
  const text = formatDomainSnapshot({ ...snapshot, active }, { secure: true, internal: true, domainUuid: guest.uuid });
  await engine.host.makeFolder(folderOf(engine, guest.name));
  await engine.host.writeFile(fileOf(engine, guest, snapshot), text);
}

/** Makes a snapshot the current one, or none. The one that was it is written first: there are never two. */
export async function makeCurrent(engine: QemuEngine, guest: Guest, snapshot: QemuSnapshot | undefined): Promise<void> {
  const before = guest.snapshots.current;
  if (before === snapshot) return;
  guest.snapshots.current = snapshot;
  if (before !== undefined && guest.snapshots.find(before.name) === before) await saveSnapshot(engine, guest, before);
  if (snapshot !== undefined) await saveSnapshot(engine, guest, snapshot);
}

/** Forgets a snapshot; those below it become those of its parent. */
export async function forgetSnapshot(engine: QemuEngine, guest: Guest, snapshot: QemuSnapshot): Promise<void> {
  const { snapshots } = guest;
  const children = snapshots.children(snapshot);
  const wasCurrent = snapshots.current === snapshot;
  snapshots.remove(snapshot);
  // Before the file goes: what names a parent that is nowhere would be lost.
  for (const child of children) await saveSnapshot(engine, guest, child);
  if (wasCurrent && snapshots.current !== undefined) await saveSnapshot(engine, guest, snapshots.current);
  await engine.host.remove(fileOf(engine, guest, snapshot));
}

/** The guest goes, and with it all that is known of its snapshots. */
export async function forgetAllSnapshots(engine: QemuEngine, guest: Guest): Promise<void> {
  if (guest.snapshots.size === 0) return;
  await removeSnapshotFolder(engine, guest);
  for (const snapshot of guest.snapshots.descendants()) guest.snapshots.remove(snapshot);
}

export async function removeSnapshotFolder(engine: QemuEngine, guest: Guest): Promise<void> {
  await engine.host.remove(folderOf(engine, guest.name), { recursive: true });
}

/** Reads the snapshots of all guests. What cannot be read is set aside. */
export async function findSnapshots(engine: QemuEngine): Promise<void> {
  const folders = new Set(await engine.host.list(`${engine.scope.folders.state}/snapshot`));
  for (const guest of engine.guests) if (folders.has(encodeFileName(guest.name, ''))) await readSnapshots(engine, guest);
}

async function readSnapshots(engine: QemuEngine, guest: Guest): Promise<void> {
  const folder = folderOf(engine, guest.name);
  const names = ((await engine.host.list(folder)) ?? []).filter((name) => name.endsWith('.xml'));
  const found: QemuSnapshot[] = [];
  for (const name of names) {
    const path = `${folder}/${name}`;
    try {
      const text = (await engine.host.readFile(path)).toString('utf8');
      const { name: known = '', state = 'shutoff', ...rest } = readDomainSnapshot(text, { redefine: true, internal: true });
      if (rest.domain !== undefined && rest.domain.uuid !== guest.uuid) throw refused('VIR_ERR_INTERNAL_ERROR', `a snapshot of guest ${rest.domain.uuid}`);
      found.push({ ...rest, name: known, state });
    } catch (error) {
      log.error(`${path}: ${String(error)}`);
      await engine.host.rename(path, `${path}.damaged`);
    }
  }
  const { snapshots } = guest;
  for (const orphan of snapshots.addAll(found)) {
    log.error(`snapshot ${orphan.name} of guest ${guest.name} has no parent '${orphan.parent}' any more`);
    delete orphan.parent;
    snapshots.put(orphan);
  }
  snapshots.current = snapshots.descendants().find(({ active }) => active === true);
}
