import type { Iotune } from '../devices/iotune.ts';
import { refuse } from './refuse.ts';

const families: readonly (readonly [label: string, total: keyof Iotune, read: keyof Iotune, write: keyof Iotune])[] = [
  ['bytes_sec', 'totalBytesSec', 'readBytesSec', 'writeBytesSec'],
  ['iops_sec', 'totalIopsSec', 'readIopsSec', 'writeIopsSec'],
  ['bytes_sec_max', 'totalBytesSecMax', 'readBytesSecMax', 'writeBytesSecMax'],
  ['iops_sec_max', 'totalIopsSecMax', 'readIopsSecMax', 'writeIopsSecMax'],
];

/** A limit is set for all requests, or for reading and writing apart. */
export function validateIotune(iotune: Iotune): void {
  const set = (key: keyof Iotune): boolean => iotune[key] !== undefined && Number(iotune[key]) !== 0;
  for (const [label, total, read, write] of families) {
    if (set(total) && (set(read) || set(write))) {
      throw refuse(`total and read/write ${label} cannot be set at the same time`);
    }
  }
}

