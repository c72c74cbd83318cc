import { attr, type Required } from '../table/field.ts';
import { str } from '../table/codec.ts';
import type { JsonSchema } from '../table/json-schema.ts';
import { problem } from '../table/problem.ts';
import { readTable, table, writeElement, type Table } from '../table/table.ts';
import { uuidText } from './uuid.ts';
import { chain, chainPriority } from './chain.ts';
import { filterref, type FilterRef } from '../common/filterref.ts';
import { filterRule, type FilterRule } from './rule.ts';

/** `<filter>`: a network filter (`virNWFilterDef`). */
export interface NWFilter {
  name: string;
  /** `root`, or a chain of its own: `mac`, `vlan`, `stp`, `arp`, `rarp`, `ipv4`, `ipv6` and what begins with these. */
  chain: string;
  /** Place of the chain among others. Absent is 0. */
  priority?: number;
  /** Generated when a document has none. */
  uuid?: string;
  /** Rules and included filters, in their order. */
  entries: FilterEntry[];
}

export type FilterEntry = ({ kind: 'rule' } & FilterRule) | ({ kind: 'filterref' } & FilterRef);

const name: Required<string> = {
  ...attr('name', str),
  required: true,
  read(element) {
    const text = element.attr('name') ?? '';
    if (text === '') throw problem(element, 'filter has no name', { code: 'VIR_ERR_INTERNAL_ERROR' });
    return text;
  },
};

function entrySchema(kind: FilterEntry['kind'], of: Pick<Table<unknown>, 'schema'>): JsonSchema {
  const { properties, required = [], ...rest } = of.schema();
  return { ...rest, properties: { kind: { const: kind }, ...properties }, required: ['kind', ...required] };
}

const entries: Required<FilterEntry[]> = {
  attributes: [],
  children: ['filterref', 'rule'],
  required: true,
  read(element, context) {
    const found: FilterEntry[] = [];
    for (const one of element.elements) {
      if (one.name !== 'rule' && one.name !== 'filterref') continue;
      // A reference that names no filter is read as the rule that it is not.
      if (one.name === 'filterref' && one.attr('filter') !== undefined) {
        found.push({ kind: 'filterref', ...readTable(filterref, one, context) });
      } else found.push({ kind: 'rule', ...readTable(filterRule, one, context) });
    }
    return found;
  },
  writeChildren(values, out) {
    for (const value of values) {
      if (value.kind === 'rule') writeElement('rule', filterRule, value, out);
      else writeElement('filterref', filterref, value, out);
    }
  },
  schema: () => ({ type: 'array', items: { oneOf: [entrySchema('rule', filterRule), entrySchema('filterref', filterref)] } }),
  inner: (child) => (child === 'rule' ? filterRule.check : filterref.check),
};

/** `<filter>`. */
export const nwfilter: Table<NWFilter> = table<NWFilter>(() => ({
  name,
  chain,
  priority: chainPriority,
  uuid: uuidText,
  entries,
}));
