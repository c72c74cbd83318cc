import { type Int64 } from '../table/codec.ts';
import { type Table } from '../table/table.ts';
/** `<bandwidth>`: limits in KiB per second. */
export interface Bandwidth {
    inbound?: BandwidthRate;
    outbound?: BandwidthRate;
}
export interface BandwidthRate {
    average?: Int64;
    peak?: Int64;
    /** KiB in one burst at peak speed. */
    burst?: Int64;
    /** Guaranteed share of the network. */
    floor?: Int64;
}
export declare const bandwidth: Table<Bandwidth>;
//# sourceMappingURL=bandwidth.d.ts.map