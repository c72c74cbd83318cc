import { type Int64 } from '../table/codec.ts';
import { type Table } from '../table/table.ts';
/** `<cpu>`: the guest's processor. */
export interface Cpu {
    mode?: 'custom' | 'host-model' | 'host-passthrough' | 'maximum';
    match?: 'minimum' | 'exact' | 'strict';
    /** How exactly the real CPU is compared with the wanted one. */
    check?: 'none' | 'partial' | 'full';
    migratable?: boolean;
    model?: CpuModel;
    vendor?: string;
    maxphysaddr?: {
        mode: 'emulate' | 'passthrough';
        bits?: number;
        limit?: number;
    };
    topology?: CpuTopology;
    cache?: {
        level?: number;
        mode: 'emulate' | 'passthrough' | 'disable';
    };
    features?: CpuFeature[];
    numa?: Numa;
}
export interface CpuModel {
    name?: string;
    fallback?: 'allow' | 'forbid';
    vendorId?: string;
}
export interface CpuTopology {
    sockets: number;
    dies?: number;
    clusters?: number;
    cores: number;
    threads: number;
}
export interface CpuFeature {
    name: string;
    policy?: 'force' | 'require' | 'optional' | 'disable' | 'forbid';
}
/** `<numa>`: the guest's NUMA nodes. */
export interface Numa {
    cells?: NumaCell[];
    interconnects?: Interconnects;
}
export interface NumaCell {
    id?: number;
    /** Virtual CPUs, such as `0-3`. */
    cpus?: string;
    /** KiB. */
    memory: number;
    memAccess?: 'shared' | 'private';
    discard?: boolean;
    distances?: {
        id: number;
        value: number;
    }[];
    caches?: NumaCache[];
}
export interface NumaCache {
    level: number;
    associativity: 'none' | 'direct' | 'full';
    policy: 'none' | 'writeback' | 'writethrough';
    size: CacheSize;
    line: CacheSize;
}
export interface CacheSize {
    value: Int64;
    unit?: string;
}
export interface Interconnects {
    latencies?: Latency[];
    bandwidths?: Latency[];
}
export interface Latency {
    initiator: number;
    target: number;
    cache?: number;
    type: 'access' | 'read' | 'write';
    value: Int64;
    unit?: string;
}
export declare const cpu: Table<Cpu>;
//# sourceMappingURL=cpu.d.ts.map