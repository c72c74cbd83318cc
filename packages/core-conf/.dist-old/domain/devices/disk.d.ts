import { type Int64 } from '../../table/codec.ts';
import { type Table } from '../../table/table.ts';
import { type BootableInfo, type VirtioModel, type VirtioOptions } from './device-info.ts';
import { type Auth, type DiskSource, type Encryption } from './disk-source.ts';
import { type DriverIothread } from './driver-iothreads.ts';
import { type Iotune } from './iotune.ts';
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
    transient?: {
        shareBacking?: boolean;
    };
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
    metadataCache?: {
        maxSize?: Int64;
    };
}
export interface BackingStore {
    /** Number of the image in a running guest's chain. */
    index?: number;
    format?: {
        type?: string;
        metadataCache?: {
            maxSize?: Int64;
        };
    };
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
    format?: string;
    source: DiskSource;
    backingStore?: BackingStore | 'end';
}
export interface ThrottleFilter {
    group: string;
}
export declare const disk: Table<Disk>;
//# sourceMappingURL=disk.d.ts.map