import { str, uint64, type Int64 } from '../../table/codec.ts';
import { leaf, type Field } from '../../table/field.ts';
import { table, type Fields, type Table } from '../../table/table.ts';

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

const limit = (name: string): Field<Int64> => leaf(name, uint64, { omit: 0 });

type MaxLength = Extract<keyof Iotune, `${string}MaxLength`>;

const limits = (): Omit<Fields<Iotune>, MaxLength | 'groupName'> => ({
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
});

const maxLengths = (): Pick<Fields<Iotune>, MaxLength> => ({
  totalBytesSecMaxLength: limit('total_bytes_sec_max_length'),
  readBytesSecMaxLength: limit('read_bytes_sec_max_length'),
  writeBytesSecMaxLength: limit('write_bytes_sec_max_length'),
  totalIopsSecMaxLength: limit('total_iops_sec_max_length'),
  readIopsSecMaxLength: limit('read_iops_sec_max_length'),
  writeIopsSecMaxLength: limit('write_iops_sec_max_length'),
});

const groupName = leaf('group_name', str);

export const iotune: Table<Iotune> = table<Iotune>(() => ({ ...limits(), groupName, ...maxLengths() }));

/** The same for `<throttlegroup>`: a group's name comes last. */
export const throttleGroup: Table<Iotune> = table<Iotune>(() => ({ ...limits(), ...maxLengths(), groupName }));
