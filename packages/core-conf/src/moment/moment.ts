import type { XmlElement } from '@virtweave/core-util/xml';
import { int64, str, type Int64 } from '../table/codec.ts';
import { leaf, type Field } from '../table/field.ts';
import { within } from '../table/child.ts';
import { defined } from '../table/definitions.ts';
import { readTable, writeElement } from '../table/table.ts';
import { domain as domainTable, type Domain } from '../domain/domain.ts';

/** What snapshots and checkpoints have in common: a named moment in the life of a guest (`virDomainMomentDef`). */
export interface Moment {
  /** Unique among the guest's moments. */
  name?: string;
  description?: string;
  /** Name of the moment before. */
  parent?: string;
  /** Seconds since the epoch. */
  creationTime?: Int64;
  /** The guest as it was; absent in documents of old. */
  domain?: Domain;
}

/** A value that cannot be read is no value: what it means is told where it is known whether it matters. */
export function lenient<V>(field: Field<V>, read: (text: string) => V | undefined): Field<V> {
  const name = field.children[0] as string;
  return {
    ...field,
    read(element) {
      const found = element.child(name);
      return found === undefined ? undefined : read(found.text.trim());
    },
  };
}

/** An empty name is none. */
const filled = (name: string): Field<string> => {
  const field = leaf(name, str, { verbatim: true });
  return { ...field, read: (element, context) => field.read(element, context) || undefined };
};

export const name: Field<string> = filled('name');
export const description: Field<string> = filled('description');
export const parent: Field<string> = within('parent', name);
export const creationTime: Field<Int64> = lenient(leaf('creationTime', int64), (text) => int64.parse(text));

/** `<domain>`, or another element that holds a whole definition. One without a `type` is a relic that only names the guest. */
export function definition(element: string): Field<Domain> {
  return {
    attributes: [],
    children: [element],
    read(around) {
      const found = around.child(element);
      return found?.attr('type') === undefined
        ? undefined
        : readTable(domainTable, found, { inactive: true, status: false });
    },
    writeChildren(value, out) {
      writeElement(element, domainTable, value, { ...out, inactive: true });
    },
    schema: () => defined(domainTable, 'domain', () => domainTable.schema()),
    inner: (_child: string, found: XmlElement) => (found.attr('type') === undefined ? undefined : domainTable.check),
  };
}

/** Names a new moment after the time of its creation when it has no name (`virDomainMomentDefPostParse`). */
export function completeMoment(moment: Moment, now: () => number = epochSeconds): void {
  moment.creationTime = now();
  moment.name ??= String(moment.creationTime);
}

function epochSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
