import { str, uint, uint64, type Int64 } from '../table/codec.ts';
import { leaf, leafRequired } from '../table/field.ts';
import { some } from '../table/child.ts';
import { table, type Table } from '../table/table.ts';

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

export const blkiotune: Table<Blkiotune> = table<Blkiotune>(() => ({
  weight: leaf('weight', uint),
  devices: some(
    'device',
    table<BlkioDevice>(() => ({
      path: leafRequired('path', str),
      weight: leaf('weight', uint),
      readIopsSec: leaf('read_iops_sec', uint),
      writeIopsSec: leaf('write_iops_sec', uint),
      readBytesSec: leaf('read_bytes_sec', uint64),
      writeBytesSec: leaf('write_bytes_sec', uint64),
    })),
  ),
}));
