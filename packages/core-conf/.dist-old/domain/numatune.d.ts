import { type Table } from '../table/table.ts';
/** `<numatune>`: on which of the host's NUMA nodes the memory lies. */
export interface Numatune {
    memory?: {
        mode?: NumaMode;
        placement?: 'static' | 'auto';
        nodeset?: string;
    };
    memnodes?: Memnode[];
}
export type NumaMode = 'strict' | 'preferred' | 'interleave' | 'restrictive';
export interface Memnode {
    cellid: number;
    mode: NumaMode;
    nodeset: string;
}
export declare const numatune: Table<Numatune>;
//# sourceMappingURL=numatune.d.ts.map