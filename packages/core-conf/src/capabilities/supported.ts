import { yesNo } from '../table/codec.ts';
import { child } from '../table/child.ts';
import { attrRequired, type Field } from '../table/field.ts';
import { table, type Table } from '../table/table.ts';
import { enumOf } from './enum.ts';

/**
 * Something that a hypervisor offers or not, and which words its settings may have. What is not supported lists none; a list
 * that is absent says nothing, an empty one that there is no word that could be used.
 */
export type Supported<E extends string = never> = { supported: boolean } & { [K in E]?: string[] };

/** The table of a {@link Supported}: the attribute, and an `<enum>` for each name, in this order. */
export function supportedTable<E extends string>(...enums: readonly E[]): Table<Supported<E>> {
  const lists = Object.fromEntries(enums.map((name) => [name, enumOf(name)]));
  return table<{ supported: boolean }>(() => ({ supported: attrRequired('supported', yesNo), ...lists })) as Table<Supported<E>>;
}

/** `<name supported='yes'><enum name='..'/>..</name>`. */
export function supported<E extends string>(name: string, ...enums: readonly E[]): Field<Supported<E>> {
  return child(name, supportedTable(...enums), { empty: 'keep' });
}
