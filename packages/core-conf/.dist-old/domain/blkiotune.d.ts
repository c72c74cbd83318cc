import { type Int64 } from '../table/codec.ts';
import { type Table } from '../table/table.ts';
/** `<blkiotune>`: shares of the host's block devices. */
export interface Blkiotune {
    weight?: number;
    devices?: BlkioDevice[];
}
export interface BlkioDevice {
    path: string;
    weight?: number;
    readIopsSec?: number;
    writeIopsSec?: number;
    readBytesSec?: Int64;
    writeBytesSec?: Int64;
}
export declare const blkiotune: Table<Blkiotune>;
//# sourceMappingURL=blkiotune.d.ts.map