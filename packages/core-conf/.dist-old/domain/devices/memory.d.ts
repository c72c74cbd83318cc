import { type Int64 } from '../../table/codec.ts';
import { type Table } from '../../table/table.ts';
import { type DeviceInfo } from './device-info.ts';
/** `<memory>` among the devices: memory that can be plugged in. Sizes in KiB. */
export interface MemoryDevice extends DeviceInfo {
    model: 'dimm' | 'nvdimm' | 'virtio-pmem' | 'virtio-mem' | 'sgx-epc';
    access?: 'shared' | 'private';
    discard?: boolean;
    uuid?: string;
    source?: MemorySource;
    target: MemoryTarget;
}
export interface MemorySource {
    path?: string;
    pagesize?: number;
    alignsize?: number;
    pmem?: true;
    /** Host NUMA nodes, such as `0-1`. */
    nodemask?: string;
}
export interface MemoryTarget {
    dynamicMemslots?: boolean;
    size: number;
    /** NUMA node of the guest. */
    node?: number;
    label?: number;
    readonly?: true;
    block?: number;
    requested?: number;
    /** What a running guest uses at present. */
    current?: number;
    address?: Int64;
}
export declare const memoryDevice: Table<MemoryDevice>;
//# sourceMappingURL=memory.d.ts.map