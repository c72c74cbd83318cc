import { uint } from '../table/codec.ts';
import { attrRequired } from '../table/field.ts';
import { some } from '../table/child.ts';
import { table, type Table } from '../table/table.ts';

/** `<idmap>`: ids inside a user namespace and outside of it. */
export interface Idmap {
  uid?: IdRange[];
  gid?: IdRange[];
}

export interface IdRange {
  /** First id inside. */
  start: number;
  /** First id on the host. */
  target: number;
  count: number;
}

const range: Table<IdRange> = table<IdRange>(() => ({
  start: attrRequired('start', uint),
  target: attrRequired('target', uint),
  count: attrRequired('count', uint),
}));

export const idmap: Table<Idmap> = table<Idmap>(() => ({ uid: some('uid', range), gid: some('gid', range) }));
