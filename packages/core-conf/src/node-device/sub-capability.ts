import type { XmlElement } from '@virtweave/core-util/xml';
import { str } from '../table/codec.ts';
import { attr, type Field, type NameCheck } from '../table/field.ts';
import { problem } from '../table/problem.ts';
import { nameCheck, readTable, writeTable, type Table } from '../table/table.ts';
import { deviceName } from './fields.ts';

/** The `<capability type='..'>` elements inside a capability: each kind is a property of its own. */
export interface SubCapabilities<T extends object> {
  /** The property that stands for one kind. */
  field<K extends keyof T & string>(type: K): Field<T[K]>;
}

/** What is said of a capability without a type, and of one that is not known (absent: it is passed over). */
export interface SubCapabilityWords {
  /** What has the capabilities, such as `SCSI host`; absent: libvirt's plain words. */
  readonly of?: string;
  /** How the words for a missing type begin. */
  readonly missing?: string;
}

const typeAttribute: Field<unknown> = attr('type', str) as Field<unknown>;

export function subCapabilities<T extends object>(
  tables: { readonly [K in keyof T]: Table<T[K]> },
  { of, missing }: SubCapabilityWords = {},
): SubCapabilities<T> {
  const known = new Map<string, Table<unknown>>(Object.entries(tables));

  const check = (element: XmlElement): void => {
    for (const one of element.all('capability')) {
      const type = one.attr('type');
      if (type === undefined) {
        if (of === undefined) throw problem(one, 'Missing capability type');
        throw problem(one, `missing ${missing ?? `${of} capability type`} for '${deviceName(element)}'`, {
          code: 'VIR_ERR_INTERNAL_ERROR',
        });
      }
      if (of !== undefined && !known.has(type)) {
        throw problem(one, `unknown ${of} capability type '${type}' for '${deviceName(element)}'`, {
          code: 'VIR_ERR_INTERNAL_ERROR',
          attribute: 'type',
        });
      }
    }
  };

  const inner = (_name: string, element: XmlElement): NameCheck | undefined => {
    const table = known.get(element.attr('type') ?? '');
    return table === undefined ? undefined : nameCheck([typeAttribute, ...table.fields.map(({ field }) => field)]);
  };

  return {
    field: (type) => {
      const table = tables[type];
      return {
        attributes: [],
        children: ['capability'],
        read(element, context) {
          check(element);
          const found = element.all('capability').find((one) => one.attr('type') === type);
          return found === undefined ? undefined : readTable(table, found, context);
        },
        writeChildren(value, out) {
          out.xml.open('capability').attr('type', type);
          writeTable(table, value, out);
          out.xml.close();
        },
        schema: () => table.schema(),
        inner,
      };
    },
  };
}
