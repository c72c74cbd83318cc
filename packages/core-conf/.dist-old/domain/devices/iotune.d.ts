import { type Int64 } from '../../table/codec.ts';
import { type Table } from '../../table/table.ts';
/** Limits on what a disk may do per second, with bursts; also of a throttle group. */
export interface Iotune {
    totalBytesSec?: Int64;
    readBytesSec?: Int64;
    writeBytesSec?: Int64;
    totalIopsSec?: Int64;
    readIopsSec?: Int64;
    writeIopsSec?: Int64;
    totalBytesSecMax?: Int64;
    readBytesSecMax?: Int64;
    writeBytesSecMax?: Int64;
    totalIopsSecMax?: Int64;
    readIopsSecMax?: Int64;
    writeIopsSecMax?: Int64;
    /** Bytes that count as one operation. */
    sizeIopsSec?: Int64;
    /** Disks of one group share its limits. */
    groupName?: string;
    /** Seconds that a burst may last. */
    totalBytesSecMaxLength?: Int64;
    readBytesSecMaxLength?: Int64;
    writeBytesSecMaxLength?: Int64;
    totalIopsSecMaxLength?: Int64;
    readIopsSecMaxLength?: Int64;
    writeIopsSecMaxLength?: Int64;
}
export declare const iotune: Table<Iotune>;
//# sourceMappingURL=iotune.d.ts.map