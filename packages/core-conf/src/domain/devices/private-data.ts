import { str, truth, uint, yesNo } from '../../table/codec.ts';
import { attr, attrRequired, inStatus, leaf, property, type Field } from '../../table/field.ts';
import { child, some, within } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';

/** `<privateData>` of an image in a status document: what the driver called into being for it. */
export interface SourcePrivateData {
  nodeNames?: NodeName[];
  /** Alias of the process that hands out SCSI reservations. */
  reservationsAlias?: string;
  /** How the image above names this one. */
  relPath?: string;
  /** Secrets and credentials that were made for it. */
  objects?: PrivateObjects;
  /** Sets of descriptors. */
  fdsets?: FdSet[];
  /** Whether events of the write threshold name the image by its number. */
  thresholdEventIndexUsed?: boolean;
  nbdkit?: { pidFile?: string; socketFile?: string };
}

/** A node of the hypervisor's block layer. */
export interface NodeName {
  type: string;
  name: string;
  /** The throttle group of a filter. */
  group?: string;
}

export interface PrivateObjects {
  secrets?: PrivateSecret[];
  /** Alias of the TLS credentials. */
  tlsAlias?: string;
}

export interface PrivateSecret {
  /** What it opens: `auth`, `encryption`, `httpcookie`, `tlskey`. */
  type: string;
  alias: string;
}

export interface FdSet {
  type: string;
  id: number;
}

/** `<privateData>` of a disk in a status document. */
export interface DiskPrivateData {
  /** Where the device is in the hypervisor's tree of objects. */
  qomName?: string;
  nodeNames?: NodeName[];
}

/** Where the secrets of a disk stood in its document. */
export interface SecretsPlacement {
  auth?: boolean;
  enc?: boolean;
}

const nodeNames: Field<NodeName[]> = within(
  'nodenames',
  some('nodename', table<NodeName>(() => ({ type: attrRequired('type', str), name: attrRequired('name', str), group: attr('group', str) }))),
);

/** `<objects>`: secrets and credentials by their aliases. */
export const privateObjects: Table<PrivateObjects> = table<PrivateObjects>(() => ({
  secrets: some('secret', table<PrivateSecret>(() => ({ type: attrRequired('type', str), alias: attrRequired('alias', str) }))),
  tlsAlias: property('TLSx509', 'alias', str),
}));

export const sourcePrivateData: Table<SourcePrivateData> = table<SourcePrivateData>(() => ({
  nodeNames,
  reservationsAlias: property('reservations', 'mgralias', str),
  relPath: leaf('relPath', str),
  objects: child('objects', privateObjects),
  fdsets: within(
    'fdsets',
    some('fdset', table<FdSet>(() => ({ type: attrRequired('type', str), id: attrRequired('id', uint) }))),
  ),
  thresholdEventIndexUsed: property('thresholdEvent', 'indexUsed', yesNo),
  nbdkit: child(
    'nbdkit',
    table<NonNullable<SourcePrivateData['nbdkit']>>(() => ({ pidFile: leaf('pidfile', str), socketFile: leaf('socketfile', str) })),
  ),
}));

/** Of any image. */
export const sourceStatus: Field<SourcePrivateData> = inStatus(child('privateData', sourcePrivateData));

const trueFalse = truth('true', 'false');

/** Of a disk. */
export const diskStatus: {
  readonly privateData: Field<DiskPrivateData>;
  readonly secretsPlacement: Field<SecretsPlacement>;
} = {
  privateData: inStatus(
    child('privateData', table<DiskPrivateData>(() => ({ qomName: property('qom', 'name', str), nodeNames }))),
  ),
  secretsPlacement: inStatus(
    child('diskSecretsPlacement', table<SecretsPlacement>(() => ({ auth: attr('auth', trueFalse), enc: attr('enc', trueFalse) }))),
  ),
};
