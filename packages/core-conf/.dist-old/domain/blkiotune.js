import { str, uint, uint64 } from "../table/codec.js";
import { leaf, leafRequired } from "../table/field.js";
import { some } from "../table/child.js";
import { table } from "../table/table.js";
export const blkiotune = table({
    weight: leaf('weight', uint),
    devices: some('device', table({
        path: leafRequired('path', str),
        weight: leaf('weight', uint),
        readIopsSec: leaf('read_iops_sec', uint),
        writeIopsSec: leaf('write_iops_sec', uint),
        readBytesSec: leaf('read_bytes_sec', uint64),
        writeBytesSec: leaf('write_bytes_sec', uint64),
    })),
});
//# sourceMappingURL=blkiotune.js.map