import { oneOf, refusing, str, yesNo, type Int64 } from '../table/codec.ts';
import { attrRequired, leaf, leading, property, type Field, type Required } from '../table/field.ts';
import { child, childOr } from '../table/child.ts';
import { problem } from '../table/problem.ts';
import { table, type Table } from '../table/table.ts';
import { configOptions, mountOptions, type RbdConfigOption } from './pool-namespace.ts';
import { poolSource, type StoragePoolSource } from './pool-source.ts';
import { poolTraits, storagePoolTypes, type StoragePoolType } from './pool-types.ts';
import { permissions, type StoragePermissions } from './permissions.ts';
import { bytes } from './size.ts';
import { uuid } from '../common/uuid.ts';

/** A storage pool: the whole of a `<pool>` document. */
export interface StoragePool {
  type: StoragePoolType;
  name: string;
  /** With hyphens, in lower case; made up when absent. */
  uuid?: string;
  /** Bytes, as the driver found them: of no meaning in a definition. */
  capacity?: Int64;
  allocation?: Int64;
  available?: Int64;
  features?: StoragePoolFeatures;
  source: StoragePoolSource;
  /** Where the volumes appear on this machine; network pools have none. */
  target?: StoragePoolTarget;
  refresh?: StoragePoolRefresh;
  /** Options for `mount`, of file system pools. */
  mountOptions?: string[];
  /** Options of the Ceph client, of RBD pools. */
  configOptions?: RbdConfigOption[];
}

export interface StoragePoolFeatures {
  /** Copy-on-write of the file system (btrfs): `false` keeps it from the pool's directory. */
  cow?: boolean;
}

export interface StoragePoolTarget {
  path?: string;
  permissions?: StoragePermissions;
}

/** How a refresh finds out about the volumes. */
export interface StoragePoolRefresh {
  /** `capacity`: do not ask how much of a volume is allocated, which can be slow. */
  volumeAllocation?: 'default' | 'capacity';
}

/** The name; pools that have a source name are called by that when they have no other. */
const name: Required<string> = {
  ...leaf('name', str),
  required: true,
  read(element) {
    const named = element.child('name')?.text ?? '';
    const type = element.attr('type') as StoragePoolType | undefined;
    const bySource = type !== undefined && (poolTraits[type]?.source.includes('name') ?? false);
    const text = named === '' && bySource ? (element.child('source')?.child('name')?.text ?? '') : named;
    if (text === '') throw problem(element, 'missing pool source name element');
    if (text.includes('/')) throw problem(element, `name ${text} cannot contain '/'`);
    return text;
  },
};

const allocations = refusing(oneOf('default', 'capacity'), (text) => ({
  detail: `unknown storage pool volume refresh allocation type ${text}`,
  code: 'VIR_ERR_CONFIG_UNSUPPORTED',
}));

const features: Table<StoragePoolFeatures> = table<StoragePoolFeatures>(() => ({ cow: property('cow', 'state', yesNo) }));

const target: Table<StoragePoolTarget> = table<StoragePoolTarget>(() => ({
  path: leaf('path', str),
  permissions: child('permissions', permissions),
}));

/** The table of `<pool>`, in the order in which libvirt writes it. */
export const storagePool: Table<StoragePool> = table<StoragePool>(() => ({
  type: leading(attrRequired('type', oneOf(...storagePoolTypes))),
  name,
  uuid: uuid(),
  capacity: sizeFound('capacity'),
  allocation: sizeFound('allocation'),
  available: sizeFound('available'),
  features: child('features', features),
  source: childOr('source', poolSource, { empty: 'pair' }),
  target: child('target', target, { empty: 'pair' }),
  refresh: child('refresh', table<StoragePoolRefresh>(() => ({ volumeAllocation: property('volume', 'allocation', allocations) }))),
  mountOptions,
  configOptions,
}));

/** A size that only drivers tell; what is no size says nothing. */
function sizeFound(of: 'capacity' | 'allocation' | 'available'): Field<Int64> {
  const size = bytes(of);
  return {
    ...size,
    read(element, context) {
      return /^\s*\+?\d+\s*$/.test(element.child(of)?.text ?? '') ? size.read(element, context) : undefined;
    },
  };
}
