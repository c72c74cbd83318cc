import { oneOf, str, truth } from '../table/codec.ts';
import { attr, flag, leaf, type Field } from '../table/field.ts';
import { child, some, within } from '../table/child.ts';
import { table, type Fields, type Table } from '../table/table.ts';
import { cpu, type Cpu } from '../domain/cpu.ts';
import type { Domain } from '../domain/domain.ts';
import { creationTime, definition, description, lenient, name, parent, type Moment } from '../moment/moment.ts';
import { snapshotDisk, type SnapshotDisk } from './disk.ts';
import { location, type SnapshotLocation } from './location.ts';

/** `<domainsnapshot>`: a moment to which a guest can return (`virDomainSnapshotDef`). */
export interface DomainSnapshot extends Moment {
  /** What the guest did at that moment. */
  state?: SnapshotState;
  memory?: SnapshotMemory;
  disks?: SnapshotDisk[];
  /** Overlays that were made when the guest returned to this snapshot, though it is not the last one. */
  revertDisks?: SnapshotDisk[];
  /** The guest's persistent definition, when `domain` is that of a running guest and differs. */
  inactiveDomain?: Domain;
  cookie?: SaveCookie;
  /** The guest's current snapshot. Internal. */
  active?: boolean;
}

export type SnapshotState =
  'running' | 'blocked' | 'paused' | 'shutdown' | 'shutoff' | 'crashed' | 'pmsuspended' | 'disk-snapshot';

export interface SnapshotMemory {
  snapshot?: SnapshotLocation;
  /** Absolute path of the saved memory of an external snapshot. */
  file?: string;
}

/** What a driver has to remember of a guest whose memory it saved. */
export interface SaveCookie {
  /** The CPU as the guest saw it. */
  cpu?: Cpu;
  slirpHelper?: true;
}

const states = oneOf('running', 'blocked', 'paused', 'shutdown', 'shutoff', 'crashed', 'pmsuspended', 'disk-snapshot');

const state: Field<SnapshotState> = lenient(leaf('state', states), (text) => states.parse(text));

const memory: Table<SnapshotMemory> = table<SnapshotMemory>(() => ({
  snapshot: attr('snapshot', location),
  file: attr('file', str),
}));

const disks = (element: string): Field<SnapshotDisk[]> => within(element, some('disk', snapshotDisk));

/** Written where drivers write for themselves. */
const active: Field<boolean> = {
  ...leaf('active', truth('1', '0')),
  writeChildren() {},
};

/** What a user says of a snapshot that is to be made. */
export type SnapshotRequest = Pick<DomainSnapshot, 'name' | 'description' | 'memory' | 'disks'>;
const requestFields: Fields<SnapshotRequest> = {
  name,
  description,
  memory: child('memory', memory),
  disks: disks('disks'),
};
export const snapshotRequest: Table<SnapshotRequest> = table<SnapshotRequest>(requestFields);

/** What is known besides of a snapshot that was made (`VIR_DOMAIN_SNAPSHOT_PARSE_REDEFINE`). */
export type SnapshotRecord = Pick<
  DomainSnapshot,
  'state' | 'parent' | 'creationTime' | 'revertDisks' | 'domain' | 'inactiveDomain' | 'cookie'
>;
const recordFields: Fields<SnapshotRecord> = {
  state,
  parent,
  creationTime,
  revertDisks: disks('revertDisks'),
  domain: definition('domain'),
  inactiveDomain: definition('inactiveDomain'),
  cookie: child('cookie', table<SaveCookie>(() => ({ cpu: child('cpu', cpu), slirpHelper: flag('slirpHelper') }))),
};
export const snapshotRecord: Table<SnapshotRecord> = table<SnapshotRecord>(recordFields);

/** The table of `<domainsnapshot>`, in the order in which libvirt writes it. */
export const domainSnapshot: Table<DomainSnapshot> = table<DomainSnapshot>(() => ({
  name,
  description,
  state,
  parent,
  creationTime,
  memory: requestFields.memory,
  disks: requestFields.disks,
  revertDisks: recordFields.revertDisks,
  domain: recordFields.domain,
  inactiveDomain: recordFields.inactiveDomain,
  cookie: recordFields.cookie,
  active,
}));
