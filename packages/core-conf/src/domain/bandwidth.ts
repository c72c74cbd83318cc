import { uint64, type Int64 } from '../table/codec.ts';
import { attr } from '../table/field.ts';
import { child } from '../table/child.ts';
import { table, type Table } from '../table/table.ts';

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

const rate: Table<BandwidthRate> = table<BandwidthRate>({
  average: attr('average', uint64),
  peak: attr('peak', uint64),
  burst: attr('burst', uint64),
  floor: attr('floor', uint64),
});

export const bandwidth: Table<Bandwidth> = table<Bandwidth>({
  inbound: child('inbound', rate),
  outbound: child('outbound', rate),
});
