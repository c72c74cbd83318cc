import { str, type Int64 } from '../table/codec.ts';
import { attr, attrRequired, flag, type Field, type Required } from '../table/field.ts';
import { child } from '../table/child.ts';
import { problem } from '../table/problem.ts';
import { table, type Table } from '../table/table.ts';
import { diskSource, sourcePath, type DiskSource } from '../domain/devices/disk-source.ts';
import { metadataCache } from '../domain/devices/disk.ts';
import { storageFormat, type StorageFormat } from '../moment/storage-format.ts';
import { location, type SnapshotLocation } from './location.ts';

/** `<disk>` of a snapshot: what it does with one of the guest's disks. */
export interface SnapshotDisk {
  /** Target of the disk, such as `vda`, or the path of its image; after {@link alignSnapshotDisks} always the target. */
  name: string;
  snapshot?: SnapshotLocation;
  /** The snapshot is being deleted. */
  deleteInProgress?: true;
  driver?: SnapshotDiskDriver;
  /** External snapshots: the image that the guest writes to from then on. */
  source?: SnapshotDiskSource;
}

/** A volume or folder can be no overlay. */
export type SnapshotDiskSource = Exclude<DiskSource, { type: 'volume' | 'dir' }>;

export interface SnapshotDiskDriver {
  /** Format of the image. */
  type?: StorageFormat;
  metadataCache?: { maxSize?: Int64 };
}

const driver: Table<SnapshotDiskDriver> = table<SnapshotDiskDriver>(() => ({
  type: attr('type', {
    ...storageFormat,
    refusal: (type) => ({ detail: `unknown disk snapshot driver '${type}'`, code: 'VIR_ERR_CONFIG_UNSUPPORTED' }),
  }),
  metadataCache,
}));

const union = diskSource();

/** A file says something only with a path or a format. */
const source: Field<SnapshotDiskSource> = {
  ...union,
  required: false,
  // A format alone makes it a file.
  derived: true,
  lead: false,
  read(element, context) {
    if (
      element.attr('type') === undefined &&
      element.child('source') === undefined &&
      element.child('driver') === undefined
    )
      return undefined;
    const value = union.read(element, { ...context, inactive: true }) as DiskSource;
    if (value.type === 'volume' || value.type === 'dir')
      throw problem(element, `unsupported disk snapshot type '${value.type}'`, { attribute: 'type' });
    delete value.startupPolicy;
    const path = sourcePath(value);
    if ((value.type === 'file' || value.type === 'block') && path?.startsWith('/') === false)
      throw problem(element.child('source') ?? element, `disk snapshot image path '${path}' must be absolute`);
    return value.type === 'file' && path === undefined && element.child('driver')?.attr('type') === undefined ? undefined : value;
  },
  writeAttributes(value, out, owner) {
    if (isWritten(value, owner as SnapshotDisk)) out.xml.attr('type', value.type);
  },
  writeChildren(value, out, owner) {
    if (isWritten(value, owner as SnapshotDisk)) union.writeChildren?.(value, out, owner);
  },
};

function hasImage(value: SnapshotDiskSource, { driver: wanted }: SnapshotDisk): boolean {
  return sourcePath(value) !== undefined || wanted?.type !== undefined;
}

/** Another type than the usual one is kept even when nothing else is there: what it lacks is told when it is used. */
function isWritten(value: SnapshotDiskSource, disk: SnapshotDisk): boolean {
  return value.type !== 'file' || hasImage(value, disk);
}

const name: Required<string> = {
  ...attrRequired('name', str),
  read(element) {
    const value = element.attr('name');
    if (value === undefined)
      throw problem(element, 'missing name from disk snapshot element', { code: 'VIR_ERR_INTERNAL_ERROR' });
    return value;
  },
};

export const snapshotDisk: Table<SnapshotDisk> = table<SnapshotDisk>(() => ({
  name,
  snapshot: attr('snapshot', location),
  deleteInProgress: flag('snapshotDeleteInProgress'),
  driver: child('driver', driver),
  source,
}));

/** An image of its own means an external snapshot. */
export function completeSnapshotDisk(disk: SnapshotDisk): void {
  if (disk.snapshot === undefined && disk.source !== undefined && hasImage(disk.source, disk))
    disk.snapshot = 'external';
}
