import { str, uint64, type Int64 } from '../../table/codec.ts';
import { attr, attrRequired, leaf, leafRequired } from '../../table/field.ts';
import { child } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';

/** `<lease>`: a lock that the guest must hold, in a lock manager. */
export interface Lease {
  lockspace?: string;
  key: string;
  target?: { path: string; offset?: Int64 };
}

export const lease: Table<Lease> = table<Lease>(() => ({
  lockspace: leaf('lockspace', str),
  key: leafRequired('key', str),
  target: child(
    'target',
    table<{ path: string; offset?: Int64 }>(() => ({ path: attrRequired('path', str), offset: attr('offset', uint64, { omit: 0 }) })),
  ),
}));
