import { DomainSnapshotRevertFlags as Revert } from '@virtweave/core-api/constants';
import { hasFlag } from '@virtweave/core-api/driver-kit';
import { cloneDomain, isExternalSnapshot, type Domain } from '@virtweave/core-conf';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import { lifecycle } from '../lifecycle/events.ts';
import { startGuest } from '../lifecycle/start.ts';
import { endGuest } from '../lifecycle/stop.ts';
import { changeDefinition } from '../members/change.ts';
import { removeManagedSave } from '../save/save.ts';
import { imagesOf, revertImages } from './images.ts';
import { internalDisks, isOff, refused, type QemuSnapshot } from './snapshot.ts';
import { makeCurrent } from './store.ts';

/** Takes a guest back to a snapshot: its disks, its definition and, when it ran then, its memory. */
export async function revertToSnapshot(engine: QemuEngine, guest: Guest, snapshot: QemuSnapshot, flags: number, signal: AbortSignal): Promise<void> {
  const paused = hasFlag(flags, Revert.VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED);
  const runs = paused || hasFlag(flags, Revert.VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING);
  const off = isOff(snapshot);
  if (guest.definition === undefined && off && !runs) {
    throw refused('VIR_ERR_OPERATION_INVALID', 'transient domain needs to request run or pause to revert to inactive snapshot');
  }
  if (isExternalSnapshot(snapshot)) throw refused('VIR_ERR_CONFIG_UNSUPPORTED', 'revert to external snapshot not supported yet');
  const domain = snapshot.domain;
  if (domain === undefined) {
    throw refused('VIR_ERR_SNAPSHOT_REVERT_RISKY', `snapshot '${snapshot.name}' lacks domain '${guest.name}' rollback info`);
  }
  if (guest.running !== undefined) await endGuest(engine, guest, guest.running, 'from snapshot');
  await guest.ending;
  if (guest.managedSave) await removeManagedSave(engine, guest);
  const named = (one: Domain): Domain => ({ ...cloneDomain(one), name: guest.name });
  if (guest.definition !== undefined) {
    await changeDefinition(engine, guest, () => named(snapshot.inactiveDomain ?? domain));
    lifecycle(engine, guest, 'defined', 'from snapshot');
  }
  const targets = internalDisks(snapshot);
  if (off) await revertImages(engine.host, imagesOf(domain, targets), snapshot.name, { signal });
  if (!off || runs) {
    await startGuest(engine, guest, named(domain), {
      paused: runs ? paused : snapshot.state === 'paused',
      signal,
      snapshot: { ...(!off && { load: { tag: snapshot.name, targets } }) },
    });
  } else guest.state = { state: 'shutoff', reason: 'from snapshot' };
  await makeCurrent(engine, guest, snapshot);
}
