import { oneOf, refusing, str, uint64, type Int64 } from '../table/codec.ts';
import { attrOr, attrRequired, bare, flag, leaf, leafRequired, leading, property, type Field } from '../table/field.ts';
import { child, childOr, list } from '../table/child.ts';
import { problem } from '../table/problem.ts';
import { onlyNames, table, type Table } from '../table/table.ts';
import { storageEncryption, type StorageEncryption } from './encryption.ts';
import { permissions, type StoragePermissions } from './permissions.ts';
import type { StorageExtent } from './pool-source.ts';
import { bytes } from './size.ts';
import { timestamps, type StorageTimestamps } from './timestamps.ts';

/** A storage volume: the whole of a `<volume>` document. */
export interface StorageVol {
  type: StorageVolType;
  name: string;
  /** Identifies the volume on this machine; drivers set it. */
  key?: string;
  /** The parts of devices that hold the volume, as drivers report them. */
  source?: StorageVolSource;
  /** Bytes that the guest sees. */
  capacity?: Int64;
  /** Bytes that are taken from the pool; without it all of the capacity. */
  allocation?: Int64;
  /** Bytes of the file, as drivers report them. */
  physical?: Int64;
  target: StorageVolTarget;
  /** The image that this one is a difference to. */
  backingStore?: StorageVolBackingStore;
}

export type StorageVolType = 'file' | 'block' | 'dir' | 'network' | 'netdir' | 'ploop';

export interface StorageVolSource {
  devices: StorageVolDevice[];
}

export interface StorageVolDevice {
  path: string;
  extents: StorageExtent[];
}

export interface StorageVolBackingStore {
  path?: string;
  format?: string;
  permissions?: StoragePermissions;
  timestamps?: StorageTimestamps;
}

export interface StorageVolTarget extends StorageVolBackingStore {
  encryption?: StorageEncryption;
  /** Version of the image format, such as `1.1` for qcow2. */
  compat?: string;
  /** Bytes of a cluster of the image. */
  clusterSize?: Int64;
  features?: StorageVolFeature[];
  /** Turn copy-on-write of the file system off for this file (btrfs). Read only: libvirt does not write it. */
  nocow?: true;
}

/** A feature of the image format. */
export type StorageVolFeature = 'lazy_refcounts' | 'extended_l2';

const featureNames = ['lazy_refcounts', 'extended_l2'] as const satisfies readonly StorageVolFeature[];

const features: Field<StorageVolFeature[]> = {
  attributes: [],
  children: ['features'],
  read(element) {
    const found = element.child('features');
    if (found === undefined) return undefined;
    const names = new Set(found.elements.map(({ name }) => name));
    for (const name of names) {
      if (!featureNames.some((known) => known === name)) {
        throw problem(found, `unsupported feature ${name}`, { code: 'VIR_ERR_CONFIG_UNSUPPORTED' });
      }
    }
    return featureNames.filter((name) => names.has(name));
  },
  writeChildren(values, out) {
    out.xml.open('features');
    for (const name of featureNames) if (values.includes(name)) out.xml.open(name).close();
    out.xml.close();
  },
  schema: () => ({ type: 'array', items: { enum: featureNames } }),
  inner: onlyNames([], Object.fromEntries(featureNames.map((name) => [name, bare]))),
};

const clusterSize: Field<Int64> = (() => {
  const size = bytes('clusterSize', { unit: 'B' });
  return {
    ...size,
    read: (element, context) => {
      const value = size.read(element, context);
      return value === 0 ? undefined : value;
    },
  };
})();

const types = refusing(oneOf('file', 'block', 'dir', 'network', 'netdir', 'ploop'), (text) => ({
  detail: `unknown volume type '${text}'`,
  code: 'VIR_ERR_CONFIG_UNSUPPORTED',
}));

const backing = {
  path: leaf('path', str),
  format: property('format', 'type', str),
  permissions: child('permissions', permissions),
  timestamps: child('timestamps', timestamps),
};

const target: Table<StorageVolTarget> = table<StorageVolTarget>(() => ({
  ...backing,
  encryption: child('encryption', storageEncryption, { empty: 'pair' }),
  compat: leaf('compat', str),
  clusterSize,
  features,
  nocow: { ...flag('nocow'), writeChildren: () => undefined },
}));

const extent: Table<StorageExtent> = table<StorageExtent>(() => ({
  start: attrRequired('start', uint64),
  end: attrRequired('end', uint64),
}));

const device: Table<StorageVolDevice> = table<StorageVolDevice>(() => ({
  path: attrRequired('path', str),
  extents: list('extent', extent),
}));

const malformed = 'malformed capacity element';

/** The table of `<volume>`, in the order in which libvirt writes it. */
export const storageVol: Table<StorageVol> = table<StorageVol>(() => ({
  type: leading(attrOr('type', types, 'file')),
  name: leafRequired('name', str, { detail: 'missing volume name element' }),
  key: leaf('key', str),
  source: child('source', table<StorageVolSource>(() => ({ devices: list('device', device) }))),
  capacity: bytes('capacity', { malformed }),
  allocation: bytes('allocation', { malformed }),
  physical: bytes('physical'),
  target: childOr('target', target, { empty: 'pair' }),
  backingStore: child('backingStore', table<StorageVolBackingStore>(backing), { empty: 'pair' }),
}));
