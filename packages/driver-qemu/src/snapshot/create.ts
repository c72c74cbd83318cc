import { DomainSnapshotCreateFlags as Create } from '@virtweave/core-api/constants';
import { hasFlag } from '@virtweave/core-api/driver-kit';
import {
  alignSnapshotDisks,
  cloneDomain,
  formatDomain,
  isExternalSnapshot,
  parseDomainSnapshot,
  prepareSnapshotRedefinition,
  type Domain,
  type DomainSnapshot,
} from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import { defineDocument } from '../engine/definitions.ts';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import { lifecycle } from '../lifecycle/events.ts';
import { enterState } from '../lifecycle/follow.ts';
import { endGuest } from '../lifecycle/stop.ts';
import { checkInternal, imagesOf, removeFromImages, snapshotImages } from './images.ts';
import { snapshotJob } from './job.ts';
import { internalDisks, refused, type QemuSnapshot } from './snapshot.ts';
import { makeCurrent, saveSnapshot } from './store.ts';

/**
 * Makes a snapshot within the guest's own images: of its disks, and of its memory when it runs. When it fails the guest goes
 * on as before, and nothing is left.
 *
 * @throws VirtError VIR_ERR_CONFIG_UNSUPPORTED for snapshots in files of their own, and images that can hold none
 */
export async function createSnapshot(engine: QemuEngine, guest: Guest, xml: string, flags: number, signal: AbortSignal): Promise<QemuSnapshot> {
  if (hasFlag(flags, Create.VIR_DOMAIN_SNAPSHOT_CREATE_HALT) && guest.definition === undefined) {
    throw refused('VIR_ERR_OPERATION_INVALID', 'cannot halt after transient domain snapshot');
  }
  const wish = parseDomainSnapshot(xml, { strict: hasFlag(flags, Create.VIR_DOMAIN_SNAPSHOT_CREATE_VALIDATE) });
  const snapshot = describe(guest, wish);
  checkName(snapshot.name);
  const { snapshots } = guest;
  if (snapshots.find(snapshot.name) !== undefined) {
    throw new VirtError('VIR_ERR_OPERATION_FAILED', `domain moment ${snapshot.name} already exists`, { domain: 'VIR_FROM_DOMAIN' });
  }
  if (hasFlag(flags, Create.VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY) || isExternalSnapshot(wish)) {
    throw refused('VIR_ERR_CONFIG_UNSUPPORTED', 'external snapshots are not supported by this driver yet; leave out --disk-only, --memspec and --diskspec');
  }
  align(snapshot, guest.document);
  await take(engine, guest, snapshot, signal);
  if (!hasFlag(flags, Create.VIR_DOMAIN_SNAPSHOT_CREATE_NO_METADATA)) {
    snapshots.add(snapshot);
    try {
      await makeCurrent(engine, guest, snapshot);
    } catch (error) {
      snapshots.remove(snapshot);
      throw error;
    }
  }
  if (hasFlag(flags, Create.VIR_DOMAIN_SNAPSHOT_CREATE_HALT) && guest.running !== undefined) {
    await endGuest(engine, guest, guest.running, 'from snapshot');
  }
  return snapshot;
}

/** What the user wished, with the guest as it is now. */
function describe(guest: Guest, { name = '', parent: _parent, ...wish }: DomainSnapshot): QemuSnapshot {
  const { running, definition, snapshots } = guest;
  const parent = snapshots.current === undefined ? {} : { parent: snapshots.current.name };
  if (running === undefined) {
    return { ...wish, ...parent, name, state: 'shutoff', memory: wish.memory ?? { snapshot: 'no' }, domain: cloneDomain(guest.document) };
  }
  return {
    ...wish,
    ...parent,
    name,
    state: guest.state.state === 'running' ? 'running' : 'paused',
    memory: wish.memory ?? { snapshot: 'internal' },
    domain: cloneDomain(running.document),
    ...(definition !== undefined && { inactiveDomain: cloneDomain(definition) }),
  };
}

/** The name becomes a file's. */
function checkName(name: string): void {
  if (name.includes('/')) throw refused('VIR_ERR_XML_DETAIL', `invalid snapshot name '${name}': name can't contain '/'`);
  if (name.startsWith('.')) throw refused('VIR_ERR_XML_DETAIL', `invalid snapshot name '${name}': name can't start with '.'`);
}

function align(snapshot: QemuSnapshot, document: Domain): void {
  alignSnapshotDisks(snapshot, { domain: document, location: 'internal', uniform: true });
  const { memory, disks = [] } = snapshot;
  for (const { name, snapshot: place } of disks) {
    const disk = document.devices.disks.find((one) => one.target.dev === name);
    if (disk === undefined) continue;
    if (place === 'internal') checkInternal(disk);
    else if (place !== 'no') throw refused('VIR_ERR_CONFIG_UNSUPPORTED', `snapshot mode '${place}' of disk '${name}' is not supported by this driver yet`);
    else if (memory?.snapshot === 'internal' && disk.readonly !== true && disk.device === 'disk') {
      throw refused('VIR_ERR_CONFIG_UNSUPPORTED', 'internal and full system snapshots require all disks to be selected for snapshot');
    }
  }
  if (internalDisks(snapshot).length === 0) {
    throw refused('VIR_ERR_CONFIG_UNSUPPORTED', 'nothing selected for snapshot');
  }
}

async function take(engine: QemuEngine, guest: Guest, snapshot: QemuSnapshot, signal: AbortSignal): Promise<void> {
  const { running } = guest;
  const targets = internalDisks(snapshot);
  if (running === undefined) {
    await snapshotImages(engine.host, imagesOf(guest.document, targets), snapshot.name, { signal });
    return;
  }
  const before = guest.state;
  if (before.state !== 'running' && before.state !== 'paused') {
    throw refused('VIR_ERR_OPERATION_INVALID', `domain is ${before.state}`);
  }
  const stopped = before.state === 'running';
  try {
    if (stopped) {
      // On disk first: whoever finds the guest like this knows that it is to go on.
      await enterState(engine, guest, running, { state: 'paused', reason: 'save' });
      await running.monitor.execute('stop', undefined, { signal });
      lifecycle(engine, guest, 'suspended', 'paused');
    }
    await snapshotJob(running, 'snapshot-save', snapshot.name, targets, signal);
  } finally {
    if (stopped && guest.running === running) {
      guest.state = { state: 'running', reason: 'unpaused' };
      await running.monitor.execute('cont');
      await enterState(engine, guest, running, guest.state);
      lifecycle(engine, guest, 'resumed', 'unpaused');
    }
  }
}

/** Takes in what a document says of a snapshot that was made before (`VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE`). */
export async function redefineSnapshot(engine: QemuEngine, guest: Guest, xml: string, flags: number): Promise<QemuSnapshot> {
  const { name = '', state = 'shutoff', ...said } = parseDomainSnapshot(xml, {
    redefine: true,
    strict: hasFlag(flags, Create.VIR_DOMAIN_SNAPSHOT_CREATE_VALIDATE),
  });
  const snapshot: QemuSnapshot = { ...said, name, state };
  checkName(name);
  for (const part of ['domain', 'inactiveDomain'] as const) {
    const domain = snapshot[part];
    if (domain !== undefined) snapshot[part] = await defineDocument(engine, formatDomain(domain, { inactive: true, secure: true }));
  }
  const { snapshots } = guest;
  const old = snapshots.find(name);
  prepareSnapshotRedefinition(snapshot, { domainUuid: guest.uuid, ...(old && { old }) });
  snapshots.put(snapshot);
  try {
    await saveSnapshot(engine, guest, snapshot);
  } catch (error) {
    if (old === undefined) snapshots.remove(snapshot);
    else snapshots.put(old);
    throw error;
  }
  if (hasFlag(flags, Create.VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT)) await makeCurrent(engine, guest, snapshot);
  return snapshot;
}

/** Removes what a snapshot takes in the guest's images. */
export async function deleteSnapshotData(engine: QemuEngine, guest: Guest, snapshot: QemuSnapshot, signal: AbortSignal): Promise<void> {
  const targets = internalDisks(snapshot);
  if (targets.length === 0) return;
  const { running } = guest;
  if (running !== undefined) await snapshotJob(running, 'snapshot-delete', snapshot.name, targets, signal);
  else await removeFromImages(engine.host, imagesOf(guest.document, targets), snapshot.name);
}
