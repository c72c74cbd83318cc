import { oneOf, onOff } from '../table/codec.ts';
import { attrRequired } from '../table/field.ts';
import { table, type Table } from '../table/table.ts';

/** `<keywrap><cipher/>`: s390 key wrapping. */
export interface KeywrapCipher {
  name: 'aes' | 'dea';
  state: boolean;
}

export const keywrapCipher: Table<KeywrapCipher> = table<KeywrapCipher>(() => ({
  name: attrRequired('name', oneOf('aes', 'dea')),
  state: attrRequired('state', onOff),
}));
