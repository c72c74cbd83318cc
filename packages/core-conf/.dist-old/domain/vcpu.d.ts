import { type Table } from '../table/table.ts';
/** `<vcpu>`: how many virtual CPUs. */
export interface Vcpu {
    /** The most that the guest can have. */
    max: number;
    /** How many it starts with; absent: all. */
    current?: number;
    placement: 'static' | 'auto';
    /** Host CPUs that they run on, such as `1-4,^3`. */
    cpuset?: string;
}
/** `<vcpus>`: the state of each virtual CPU. */
export interface VcpuState {
    id: number;
    enabled: boolean;
    hotpluggable?: boolean;
    /** Order in which they are plugged in. */
    order?: number;
}
export declare const vcpu: Table<Vcpu>;
export declare const vcpuState: Table<VcpuState>;
//# sourceMappingURL=vcpu.d.ts.map