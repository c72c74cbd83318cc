import type { XmlElement } from '@virtweave/core-util/xml';
import { str } from '../table/codec.ts';
import { attr, attrRequired, type Field } from '../table/field.ts';
import { some } from '../table/child.ts';
import { table, type Table } from '../table/table.ts';

/** `<filterref>`: a filter that is included, and values of its variables. */
export interface FilterRef {
  filter: string;
  parameters?: FilterParameter[];
}

/** A value of a variable; several make a list. */
export interface FilterParameter {
  name: string;
  value: string;
}

const written: Field<Partial<FilterParameter>[]> = some(
  'parameter',
  table<Partial<FilterParameter>>(() => ({ name: attr('name', str), value: attr('value', str) })),
);

/** In the order of their names. What cannot be a variable or a value is left out, as libvirt does. */
const parameters: Field<FilterParameter[]> = {
  ...(written as Field<FilterParameter[]>),
  read(element: XmlElement) {
    const valid: FilterParameter[] = [];
    for (const one of element.all('parameter')) {
      const name = one.attr('name');
      const value = one.attr('value');
      if (name === undefined || value === undefined) continue;
      if (/^[A-Za-z0-9_]*$/.test(name) && /^[A-Za-z0-9_.:]+$/.test(value)) valid.push({ name, value });
    }
    if (valid.length === 0) return undefined;
    return valid.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  },
};

/** `<filterref>`. */
export const filterref: Table<FilterRef> = table<FilterRef>(() => ({ filter: attrRequired('filter', str), parameters }));
