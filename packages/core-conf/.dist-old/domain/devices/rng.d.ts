import { type Table } from '../../table/table.ts';
import { type ChardevSource } from './chardev-source.ts';
import { type DeviceInfo, type VirtioModel, type VirtioOptions } from './device-info.ts';
/** `<rng>`: a source of random numbers. */
export interface Rng extends DeviceInfo {
    model: VirtioModel;
    /** At most this many bytes in a period of milliseconds. */
    rate?: {
        bytes: number;
        period?: number;
    };
    backend: RngBackend;
    driver?: VirtioOptions;
}
/** `type` is written as `<backend model='..'>`. */
export type RngBackend = {
    type: 'random';
    path?: string;
} | {
    type: 'egd';
    source: ChardevSource;
} | {
    type: 'builtin';
};
export declare const rng: Table<Rng>;
//# sourceMappingURL=rng.d.ts.map