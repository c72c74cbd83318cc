import { type Int64 } from '../table/codec.ts';
import { type Table } from '../table/table.ts';
/** `<cputune>`: how much CPU time, on which CPUs, with which priority. */
export interface Cputune {
    shares?: Int64;
    /** Microseconds. */
    period?: Int64;
    /** Microseconds in each period; negative: no limit. */
    quota?: Int64;
    globalPeriod?: Int64;
    globalQuota?: Int64;
    emulatorPeriod?: Int64;
    emulatorQuota?: Int64;
    iothreadPeriod?: Int64;
    iothreadQuota?: Int64;
    vcpupin?: VcpuPin[];
    emulatorpin?: {
        cpuset: string;
    };
    iothreadpin?: IothreadPin[];
    vcpusched?: (Sched & {
        vcpus: string;
    })[];
    iothreadsched?: (Sched & {
        iothreads: string;
    })[];
    emulatorsched?: Sched;
    cachetune?: Cachetune[];
    memorytune?: Memorytune[];
}
export interface VcpuPin {
    vcpu: number;
    /** Host CPUs, such as `0-3,^2`. */
    cpuset: string;
}
export interface IothreadPin {
    iothread: number;
    cpuset: string;
}
export interface Sched {
    scheduler: 'batch' | 'idle' | 'fifo' | 'rr';
    /** Schedulers `fifo` and `rr`. */
    priority?: number;
}
/** Shares of the host's CPU cache. */
export interface Cachetune {
    vcpus: string;
    id?: string;
    caches?: CacheAllocation[];
    monitors?: {
        level: number;
        vcpus: string;
    }[];
}
export interface CacheAllocation {
    id: number;
    level: number;
    type: 'both' | 'code' | 'data';
    size: Int64;
    unit?: string;
}
/** Shares of the host's memory bandwidth. */
export interface Memorytune {
    vcpus: string;
    id?: string;
    nodes?: {
        id: number;
        bandwidth: number;
    }[];
    monitors?: {
        vcpus: string;
    }[];
}
export declare const cputune: Table<Cputune>;
//# sourceMappingURL=cputune.d.ts.map