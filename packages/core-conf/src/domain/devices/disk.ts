import type { XmlElement } from '@virtweave/core-util/xml';
import { onOff, oneOf, positive, str, uint, uint64, yesNo, type Int64 } from '../../table/codec.ts';
import { attr, attrOr, attrRequired, flag, leaf, live, property, type Field, type Required } from '../../table/field.ts';
import { child, childRequired, some, within } from '../../table/child.ts';
import { defined } from '../../table/definitions.ts';
import { problem } from '../../table/problem.ts';
import { onlyAttributes, readTable, table, type Table } from '../../table/table.ts';
import { bootableInfo, virtioOptions, type BootableInfo, type VirtioModel, type VirtioOptions, virtioModels } from './device-info.ts';
import { auth, diskSource, encryption, type Auth, type DiskSource, type Encryption } from './disk-source.ts';
import { diskStatus, type DiskPrivateData, type SecretsPlacement } from './private-data.ts';
import { readSize } from '../../common/size.ts';
import { driverIothreads, type DriverIothread } from './driver-iothreads.ts';
import { iotune, type Iotune } from './iotune.ts';

/** `<disk>`: a disk, CD-ROM, floppy or LUN. */
export interface Disk extends BootableInfo {
  /** What the guest sees. */
  device: 'disk' | 'cdrom' | 'floppy' | 'lun';
  /** virtio generation of the device. */
  model?: VirtioModel;
  /** Lets the guest send any SCSI command (device `lun`). */
  rawio?: boolean;
  sgio?: 'filtered' | 'unfiltered';
  /** What a snapshot of the guest does with this disk by default. */
  snapshot?: 'no' | 'internal' | 'external' | 'manual';
  driver?: DiskDriver;
  /** Where the data is. */
  source: DiskSource;
  /** The image below, as it was found or is to be taken; `end`: there is none. */
  backingStore?: BackingStore | 'end';
  /** Xen: the domain that serves the disk. */
  backendDomain?: string;
  geometry?: Geometry;
  blockio?: BlockIo;
  /** A copy or commit that is under way. */
  mirror?: DiskMirror;
  target: DiskTarget;
  iotune?: Iotune;
  /** Names of the throttle groups that the disk's requests pass, in order. */
  throttleFilters?: ThrottleFilter[];
  readonly?: true;
  shareable?: true;
  /** Throw the guest's writes away at the end. */
  transient?: { shareBacking?: boolean };
  /** At most 20 characters reach the guest on most buses. */
  serial?: string;
  /** World wide name: 16 hexadecimal digits. */
  wwn?: string;
  vendor?: string;
  product?: string;
  /** Where older documents have it; new ones use `source.encryption`. */
  encryption?: Encryption;
  /** Where older documents have it; new ones use `source.auth`. */
  auth?: Auth;
  /** Of a running guest, in the state that its driver keeps. */
  privateData?: DiskPrivateData;
  secretsPlacement?: SecretsPlacement;
}

export interface DiskDriver extends VirtioOptions {
  name?: string;
  /** Format of the image. */
  type?: string;
  cache?: 'default' | 'none' | 'writethrough' | 'writeback' | 'directsync' | 'unsafe';
  errorPolicy?: 'stop' | 'report' | 'ignore' | 'enospace';
  rerrorPolicy?: 'stop' | 'report' | 'ignore';
  io?: 'threads' | 'native' | 'io_uring';
  ioeventfd?: boolean;
  eventIdx?: boolean;
  copyOnRead?: boolean;
  discard?: 'unmap' | 'ignore';
  /** Number of the I/O thread that serves the disk. */
  iothread?: number;
  detectZeroes?: 'off' | 'on' | 'unmap';
  discardNoUnref?: boolean;
  queues?: number;
  queueSize?: number;
  /** Several I/O threads for one disk. */
  iothreads?: DriverIothread[];
  /** Bytes of cache for qcow2 tables. */
  metadataCache?: { maxSize?: Int64 };
}

export interface BackingStore {
  /** Number of the image in a running guest's chain. */
  index?: number;
  format?: { type?: string; metadataCache?: { maxSize?: Int64 } };
  source: DiskSource;
  backingStore?: BackingStore | 'end';
}

export interface DiskTarget {
  /** Name that orders the disks and, without an address, places them: `vda`. */
  dev: string;
  bus?: DiskBus;
  tray?: 'open' | 'closed';
  removable?: boolean;
  rotationRate?: number;
}

export type DiskBus = 'ide' | 'fdc' | 'scsi' | 'virtio' | 'xen' | 'usb' | 'uml' | 'sata' | 'sd' | 'nvme';

export interface Geometry {
  cyls: number;
  heads: number;
  secs: number;
  trans?: 'none' | 'auto' | 'lba';
}

export interface BlockIo {
  /** Bytes. */
  logicalBlockSize?: number;
  physicalBlockSize?: number;
  discardGranularity?: number;
}

export interface DiskMirror {
  job: string;
  ready?: string;
  format?: { type?: string; metadataCache?: { maxSize?: Int64 } };
  source: DiskSource;
  backingStore?: BackingStore | 'end';
}

export interface ThrottleFilter {
  group: string;
}

/** `<metadata_cache>` of a qcow2 image. */
export const metadataCache: Field<{ maxSize?: Int64 }> = within('metadata_cache', maxSize());

function maxSize(): Field<{ maxSize?: Int64 }> {
  const size: Field<Int64> = {
    ...leaf('max_size', uint64),
    read(element) {
      const found = element.child('max_size');
      if (found === undefined) return undefined;
      const bytes = readSize(found, found.text, 'bytes');
      return bytes <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(bytes) : bytes;
    },
  };
  return {
    attributes: [],
    children: ['max_size'],
    read(element, context) {
      const maxSize = size.read(element, context);
      return maxSize === undefined ? undefined : { maxSize };
    },
    writeChildren({ maxSize }, out) {
      if (maxSize !== undefined) out.xml.open('max_size').attr('unit', 'bytes').text(String(maxSize)).close();
    },
    schema: () => ({ type: 'object', properties: { maxSize: size.schema() }, additionalProperties: false }),
    inner: onlyAttributes('unit'),
  };
}

const driver: Table<DiskDriver> = table<DiskDriver>(() => ({
  name: attr('name', str),
  type: attr('type', str),
  cache: attr('cache', oneOf('default', 'none', 'writethrough', 'writeback', 'directsync', 'unsafe')),
  errorPolicy: attr('error_policy', oneOf('stop', 'report', 'ignore', 'enospace')),
  rerrorPolicy: attr('rerror_policy', oneOf('stop', 'report', 'ignore')),
  io: attr('io', oneOf('threads', 'native', 'io_uring')),
  ioeventfd: attr('ioeventfd', onOff),
  eventIdx: attr('event_idx', onOff),
  copyOnRead: attr('copy_on_read', onOff),
  discard: attr('discard', oneOf('unmap', 'ignore')),
  iothread: attr('iothread', positive),
  detectZeroes: attr('detect_zeroes', oneOf('off', 'on', 'unmap')),
  discardNoUnref: attr('discard_no_unref', onOff),
  queues: attr('queues', uint),
  queueSize: attr('queue_size', uint),
  ...virtioOptions,
  iothreads: driverIothreads,
  metadataCache,
}));

/** `<backingStore>`: without a source it says that the chain ends here. */
export const backingStore: Field<BackingStore | 'end'> = {
  attributes: [],
  children: ['backingStore'],
  read(element, context) {
    const found = element.child('backingStore');
    if (found === undefined) return undefined;
    if (found.attr('type') === undefined && found.child('source') === undefined) return 'end';
    return readTable(backingStoreTable(), found, context);
  },
  writeChildren(value, out, owner) {
    if (value === 'end') out.xml.open('backingStore').close();
    else child('backingStore', backingStoreTable).writeChildren?.(value, out, owner);
  },
  schema: () => ({
    oneOf: [{ const: 'end' }, defined(backingStoreTable(), 'backingStore', () => backingStoreTable().schema())],
  }),
  inner: () => backingStoreTable().check,
};

let backingStoreOnce: Table<BackingStore> | undefined;
function backingStoreTable(): Table<BackingStore> {
  backingStoreOnce ??= table<BackingStore>(() => ({
    index: live(attr('index', uint)),
    format: child(
      'format',
      table<NonNullable<BackingStore['format']>>(() => ({ type: attr('type', str), metadataCache })),
      { empty: 'keep' },
    ),
    source: diskSource({ empty: 'keep' }),
    backingStore,
  }));
  return backingStoreOnce;
}

const mirrorFormat: Field<NonNullable<DiskMirror['format']>> = child(
  'format',
  table<NonNullable<DiskMirror['format']>>(() => ({ type: attr('type', str), metadataCache })),
  { empty: 'keep' },
);
const mirrorJob: Required<string> = attrOr('job', str, 'copy');
const mirrorSource: Required<DiskSource> = diskSource({ empty: 'keep' });

/** Documents that name no type are older than `<source>`: the file and its format are attributes. */
const isOldMirror = (element: XmlElement): boolean => element.attr('type') === undefined;

const mirror: Table<DiskMirror> = table<DiskMirror>(() => ({
  job: {
    ...mirrorJob,
    attributes: [...mirrorJob.attributes, 'file', 'format'],
    // A copy to a file says so in the old attributes, too.
    writeAttributes(job, out, owner) {
      const { source, format } = owner as DiskMirror;
      if (source.type === 'file' && job === 'copy') {
        if (source.file !== undefined) out.xml.attr('file', source.file);
        if (format?.type !== undefined) out.xml.attr('format', format.type);
      }
      mirrorJob.writeAttributes?.(job, out, owner);
    },
  },
  ready: attr('ready', str),
  format: {
    ...mirrorFormat,
    derived: true,
    read(element, context) {
      if (!isOldMirror(element)) return mirrorFormat.read(element, context);
      const type = element.attr('format');
      return type === undefined ? undefined : { type };
    },
  },
  source: {
    ...mirrorSource,
    read(element, context) {
      if (!isOldMirror(element)) return mirrorSource.read(element, context) as DiskSource;
      const file = element.attr('file');
      if (file === undefined) throw problem(element, 'mirror requires file name', { code: 'VIR_ERR_XML_ERROR' });
      return { type: 'file', file };
    },
  },
  backingStore,
}));

const removable: Field<boolean> = attr('removable', onOff);

const target: Table<DiskTarget> = table<DiskTarget>(() => ({
  dev: attrRequired('dev', str),
  bus: attr('bus', oneOf('ide', 'fdc', 'scsi', 'virtio', 'xen', 'usb', 'uml', 'sata', 'sd', 'nvme')),
  tray: attr('tray', oneOf('open', 'closed'), { omit: 'closed' }),
  removable: {
    ...removable,
    // SCSI disks know it, but libvirt does not write it for them.
    writeAttributes(value, out, owner) {
      if ((owner as DiskTarget).bus === 'usb') removable.writeAttributes?.(value, out, owner);
    },
  },
  rotationRate: attr('rotation_rate', positive),
}));

const blockio: Table<BlockIo> = table<BlockIo>(() => ({
  logicalBlockSize: attr('logical_block_size', uint, { omit: 0 }),
  physicalBlockSize: attr('physical_block_size', uint, { omit: 0 }),
  discardGranularity: attr('discard_granularity', uint),
}));

const anySource = diskSource();

/** The source of a disk. An empty drive that says nothing of its server is like any other empty drive. */
const source: Required<DiskSource> = {
  ...anySource,
  read(element, context) {
    const isDrive = element.attr('device') === 'cdrom' || element.attr('device') === 'floppy';
    if (isDrive && element.attr('type') === 'network' && element.child('source') === undefined) return { type: 'file' };
    return anySource.read(element, context) as DiskSource;
  },
};

export const disk: Table<Disk> = table<Disk>(() => ({
  device: attrOr('device', oneOf('disk', 'cdrom', 'floppy', 'lun'), 'disk'),
  model: attr('model', oneOf(...virtioModels)),
  rawio: attr('rawio', yesNo),
  sgio: attr('sgio', oneOf('filtered', 'unfiltered')),
  snapshot: attr('snapshot', oneOf('no', 'internal', 'external', 'manual')),
  driver: child('driver', driver),
  auth: child('auth', auth),
  source,
  backingStore,
  backendDomain: property('backenddomain', 'name', str),
  geometry: child(
    'geometry',
    table<Geometry>(() => ({
      cyls: attrRequired('cyls', uint),
      heads: attrRequired('heads', uint),
      secs: attrRequired('secs', uint),
      trans: attr('trans', oneOf('none', 'auto', 'lba')),
    })),
  ),
  blockio: child('blockio', blockio),
  mirror: live(child('mirror', mirror)),
  target: childRequired('target', target, { code: 'VIR_ERR_NO_TARGET' }),
  iotune: child('iotune', iotune),
  throttleFilters: within('throttlefilters', some('throttlefilter', table<ThrottleFilter>(() => ({ group: attrRequired('group', str) })))),
  readonly: flag('readonly'),
  shareable: flag('shareable'),
  transient: child('transient', table<{ shareBacking?: boolean }>(() => ({ shareBacking: attr('shareBacking', yesNo) })), {
    empty: 'keep',
  }),
  serial: leaf('serial', str),
  wwn: leaf('wwn', str),
  vendor: leaf('vendor', str),
  product: leaf('product', str),
  encryption: child('encryption', encryption),
  ...bootableInfo,
  ...diskStatus,
}));
