import { str, uint64 } from "../../table/codec.js";
import { leaf } from "../../table/field.js";
import { table } from "../../table/table.js";
const limit = (name) => leaf(name, uint64, { omit: 0 });
export const iotune = table({
    totalBytesSec: limit('total_bytes_sec'),
    readBytesSec: limit('read_bytes_sec'),
    writeBytesSec: limit('write_bytes_sec'),
    totalIopsSec: limit('total_iops_sec'),
    readIopsSec: limit('read_iops_sec'),
    writeIopsSec: limit('write_iops_sec'),
    totalBytesSecMax: limit('total_bytes_sec_max'),
    readBytesSecMax: limit('read_bytes_sec_max'),
    writeBytesSecMax: limit('write_bytes_sec_max'),
    totalIopsSecMax: limit('total_iops_sec_max'),
    readIopsSecMax: limit('read_iops_sec_max'),
    writeIopsSecMax: limit('write_iops_sec_max'),
    sizeIopsSec: limit('size_iops_sec'),
    groupName: leaf('group_name', str),
    totalBytesSecMaxLength: limit('total_bytes_sec_max_length'),
    readBytesSecMaxLength: limit('read_bytes_sec_max_length'),
    writeBytesSecMaxLength: limit('write_bytes_sec_max_length'),
    totalIopsSecMaxLength: limit('total_iops_sec_max_length'),
    readIopsSecMaxLength: limit('read_iops_sec_max_length'),
    writeIopsSecMaxLength: limit('write_iops_sec_max_length'),
});
//# sourceMappingURL=iotune.js.map