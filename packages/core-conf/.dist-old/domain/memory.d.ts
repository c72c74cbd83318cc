import { type Table } from '../table/table.ts';
/** `<memory>`: what the guest has at start. */
export interface Memory {
    /** KiB. */
    size: number;
    /** Whether a core dump of the hypervisor contains the guest's memory. */
    dumpCore?: boolean;
}
/** `<maxMemory>`: up to where memory can be plugged in. */
export interface MaxMemory {
    size: number;
    slots?: number;
}
/** `<memoryBacking>`: what the guest's memory is made of on the host. */
export interface MemoryBacking {
    hugepages?: {
        pages?: HugePage[];
    };
    nosharepages?: true;
    locked?: true;
    source?: 'file' | 'anonymous' | 'memfd';
    access?: 'shared' | 'private';
    allocation?: {
        mode?: 'immediate' | 'ondemand';
        threads?: number;
    };
    discard?: true;
}
export interface HugePage {
    /** KiB. */
    size: number;
    /** NUMA nodes of the guest, such as `0-1,3`. */
    nodeset?: string;
}
/** `<memtune>`: limits in KiB. */
export interface Memtune {
    hardLimit?: number;
    softLimit?: number;
    minGuarantee?: number;
    swapHardLimit?: number;
}
export declare const memory: Table<Memory>;
export declare const maxMemory: Table<MaxMemory>;
export declare const memoryBacking: Table<MemoryBacking>;
export declare const memtune: Table<Memtune>;
//# sourceMappingURL=memory.d.ts.map