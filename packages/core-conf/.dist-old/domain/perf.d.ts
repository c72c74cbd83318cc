import { type Table } from '../table/table.ts';
/** `<perf><event/>`: performance counters of the host. */
export interface PerfEvent {
    name: string;
    enabled: boolean;
}
export declare const perfEvent: Table<PerfEvent>;
//# sourceMappingURL=perf.d.ts.map