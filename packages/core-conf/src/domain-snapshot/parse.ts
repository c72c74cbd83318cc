import type { RandomBytes } from '@virtweave/core-util/values';
import type { XmlElement } from '@virtweave/core-util/xml';
import { openDocument } from '../table/document.ts';
import { problem } from '../table/problem.ts';
import { readTable } from '../table/table.ts';
import { completeDomain } from '../domain/complete/complete.ts';
import type { DomainDriver } from '../domain/complete/context.ts';
import { completeMoment } from '../moment/moment.ts';
import { completeSnapshotDisk } from './disk.ts';
import { domainSnapshot, snapshotRecord, snapshotRequest, type DomainSnapshot } from './snapshot.ts';

/** How a `<domainsnapshot>` document is read. */
export interface DomainSnapshotParseOptions {
  /** It describes a snapshot that exists, not one to be made (`VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE`). */
  readonly redefine?: boolean;
  /** A driver wrote it for itself: it also says whether the snapshot is the current one. */
  readonly internal?: boolean;
  /** The driver can choose what is done with each disk. Default true. */
  readonly disks?: boolean;
  /** Refuse unknown elements and attributes (`VIR_DOMAIN_SNAPSHOT_CREATE_VALIDATE`). */
  readonly strict?: boolean;
  /** Name of the document for messages. */
  readonly name?: string;
  /** What the hypervisor driver adds to the rules for the definitions inside. */
  readonly driver?: DomainDriver;
  readonly random?: RandomBytes;
  /** Seconds since the epoch, for a new snapshot. */
  readonly now?: () => number;
}

/**
 * Reads a `<domainsnapshot>` document (`virDomainSnapshotDefParseString`). Of a snapshot that is to be made it is what
 * the user wishes: state, parent, time of creation and definition are not looked at; {@link completeMoment} gives it its
 * time, and a name.
 *
 * @throws VirtError `VIR_ERR_XML_ERROR` and others, with the place in the document
 *
 * @example
 * ```ts
 * parseDomainSnapshot('<domainsnapshot><name>before</name></domainsnapshot>', { now: () => 1 });
 * // { name: 'before', creationTime: 1 }
 * ```
 */
export function parseDomainSnapshot(
  document: string | XmlElement,
  options: DomainSnapshotParseOptions = {},
): DomainSnapshot {
  const snapshot = readDomainSnapshot(document, options);
  if (options.redefine === true) {
    for (const domain of [snapshot.domain, snapshot.inactiveDomain]) {
      if (domain !== undefined) completeDomain(domain, { ...options, inactive: true });
    }
  } else completeMoment(snapshot, options.now);
  return snapshot;
}

/** The same without what follows from other sources than the document: name and time, and what definitions leave open. */
export function readDomainSnapshot(
  document: string | XmlElement,
  options: DomainSnapshotParseOptions = {},
): DomainSnapshot {
  const root = openDocument(document, 'domainsnapshot', domainSnapshot, {
    ...options,
    defaultName: '(domain_snapshot)',
  });
  const snapshot: DomainSnapshot = readTable(snapshotRequest, root, { inactive: true, status: false });
  if (options.redefine === true) readRecord(root, snapshot);
  else for (const disk of snapshot.disks ?? []) delete disk.deleteInProgress;
  checkMemory(root, snapshot, options.redefine ?? false);
  if (options.disks === false && snapshot.disks !== undefined)
    throw problem(root.child('disks') ?? root, 'unable to handle disk requests in snapshot', {
      code: 'VIR_ERR_CONFIG_UNSUPPORTED',
    });
  if (options.internal === true) snapshot.active = readActive(root);
  snapshot.disks?.forEach(completeSnapshotDisk);
  snapshot.revertDisks?.forEach(completeSnapshotDisk);
  return snapshot;
}

/** Any number but 0 means yes. */
function readActive(root: XmlElement): boolean {
  const text = root.child('active')?.text.trim() ?? '';
  if (!/^[+-]?\d+$/.test(text))
    throw problem(root, "Could not find 'active' element", { code: 'VIR_ERR_INTERNAL_ERROR' });
  return Number(text) !== 0;
}

function readRecord(root: XmlElement, snapshot: DomainSnapshot): void {
  if (snapshot.name === undefined) throw problem(root, 'a redefined snapshot must have a name');
  readTable(snapshotRecord, root, { inactive: true, status: false }, snapshot as Record<string, unknown>);
  if (snapshot.creationTime === undefined)
    throw problem(root, 'missing creationTime from existing snapshot', { code: 'VIR_ERR_INTERNAL_ERROR' });
  if (snapshot.state !== undefined) return;
  const element = root.child('state');
  if (element === undefined || element.text === '') throw problem(root, 'missing state from existing snapshot');
  throw problem(element, `Invalid state '${element.text}' in domain snapshot XML`, {
    code: 'VIR_ERR_CONFIG_UNSUPPORTED',
  });
}

/** Where the memory is kept follows from its file, and from the guest's state. */
function checkMemory(root: XmlElement, snapshot: DomainSnapshot, redefine: boolean): void {
  const off = snapshot.state === 'shutoff' || snapshot.state === 'disk-snapshot';
  const element = root.child('memory') ?? root;
  const { snapshot: wanted, file } = snapshot.memory ?? {};
  const memory = wanted ?? (file !== undefined ? 'external' : redefine ? (off ? 'no' : 'internal') : undefined);
  const refuse = (detail: string): never => {
    throw problem(element, detail);
  };
  if (memory === 'manual') refuse("'manual' memory snapshot mode not supported");
  if (file !== undefined && memory !== 'external') refuse(`memory filename '${file}' requires external snapshot`);
  if (file === undefined && memory === 'external') refuse('external memory snapshots require a filename');
  if (off && memory !== undefined && memory !== 'no')
    refuse('memory state cannot be saved with offline or disk-only snapshot');
  if (file !== undefined && !file.startsWith('/')) refuse(`memory snapshot file path (${file}) must be absolute`);
  if (memory === undefined) delete snapshot.memory;
  else snapshot.memory = { snapshot: memory, ...(file !== undefined && { file }) };
}
