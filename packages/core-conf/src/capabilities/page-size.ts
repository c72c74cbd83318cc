import { readSize, toKib } from '../common/size.ts';
import type { Field, Required } from '../table/field.ts';
import { missingAttribute } from '../table/problem.ts';
import { nameCheck } from '../table/table.ts';

/** `unit` and `size` of `<pages>`, KiB. Unlike in a definition, the unit comes first. */
export const pageSize: Required<number> = {
  attributes: ['unit', 'size'],
  children: [],
  required: true,
  read(element) {
    const text = element.attr('size');
    if (text === undefined) throw missingAttribute(element, 'size');
    return toKib(readSize(element, text, 'KiB'), element);
  },
  writeAttributes(value, out) {
    out.xml.attr('unit', 'KiB').attr('size', String(value));
  },
  schema: () => ({ type: 'integer', minimum: 0 }),
};

/** Any number of `<pages unit='KiB' size='4'/>`: sizes of memory pages, KiB. */
export const pageSizes: Field<number[]> = {
  attributes: [],
  children: ['pages'],
  read: (element, context) => element.all('pages').map((one) => pageSize.read(one, context) as number),
  writeChildren(sizes, out) {
    for (const size of sizes) out.xml.open('pages').attr('unit', 'KiB').attr('size', String(size)).close();
  },
  schema: () => ({ type: 'array', items: pageSize.schema() }),
  inner: () => nameCheck([pageSize as Field<unknown>]),
};
