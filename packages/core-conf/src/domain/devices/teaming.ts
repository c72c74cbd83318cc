import { oneOf, str } from '../../table/codec.ts';
import { attr, attrRequired } from '../../table/field.ts';
import { table, type Table } from '../../table/table.ts';

/** `<teaming>`: a pair of interfaces that the guest sees as one. */
export interface Teaming {
  type: 'persistent' | 'transient';
  /** Alias of the persistent one, in the transient one. */
  persistent?: string;
}

export const teaming: Table<Teaming> = table<Teaming>(() => ({
  type: attrRequired('type', oneOf('persistent', 'transient')),
  persistent: attr('persistent', str),
}));
