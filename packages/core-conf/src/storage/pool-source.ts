import { int, str, uint64, yesNo, type Int64 } from '../table/codec.ts';
import { attr, attrRequired, leaf, property } from '../table/field.ts';
import { child, some, within } from '../table/child.ts';
import { table, type Table } from '../table/table.ts';
import { adapter, type StorageAdapter } from './adapter.ts';
import { poolAuth, type StoragePoolAuth } from './auth.ts';

/** `<source>` of a pool: what it lies on. What each part means depends on the kind of pool. */
export interface StoragePoolSource {
  hosts?: StoragePoolHost[];
  devices?: StoragePoolDevice[];
  /** A directory of the server. */
  dir?: string;
  adapter?: StorageAdapter;
  /** Volume group, pool or volume of the server. */
  name?: string;
  /** The initiator's iSCSI qualified name. */
  initiator?: string;
  /** File system, partition table or network file system. */
  format?: string;
  auth?: StoragePoolAuth;
  /** Version of the NFS protocol. */
  protocol?: string;
  vendor?: string;
  product?: string;
}

export interface StoragePoolHost {
  name: string;
  port?: number;
}

export interface StoragePoolDevice {
  path: string;
  /** Does a `p` stand between the name of a device and the number of its partition? */
  partSeparator?: boolean;
  /** Free space, as drivers report it. */
  freeExtents?: StorageExtent[];
}

/** A stretch of a device, in bytes. */
export interface StorageExtent {
  start: Int64;
  end: Int64;
}

const host: Table<StoragePoolHost> = table<StoragePoolHost>(() => ({
  name: attrRequired('name', str, { detail: 'missing storage pool host name' }),
  port: attr('port', int, { omit: 0 }),
}));

const extent: Table<StorageExtent> = table<StorageExtent>(() => ({
  start: attrRequired('start', uint64),
  end: attrRequired('end', uint64),
}));

const device: Table<StoragePoolDevice> = table<StoragePoolDevice>(() => ({
  path: attrRequired('path', str, { detail: 'missing storage pool source device path' }),
  partSeparator: attr('part_separator', yesNo),
  freeExtents: some('freeExtent', extent),
}));

/** In the order in which it is written. */
export const poolSource: Table<StoragePoolSource> = table<StoragePoolSource>(() => ({
  hosts: some('host', host),
  devices: some('device', device),
  dir: property('dir', 'path', str),
  adapter,
  name: leaf('name', str),
  initiator: within('initiator', property('iqn', 'name', str)),
  format: property('format', 'type', str),
  auth: child('auth', poolAuth),
  protocol: property('protocol', 'ver', str),
  vendor: property('vendor', 'name', str),
  product: property('product', 'name', str),
}));
