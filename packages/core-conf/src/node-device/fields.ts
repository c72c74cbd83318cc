import type { ErrorCode } from '@virtweave/core-util/errors';
import { normalizeUuid } from '@virtweave/core-util/values';
import type { XmlElement } from '@virtweave/core-util/xml';
import { attempt, parseC, str, uint, uint64, type Codec, type Int64 } from '../table/codec.ts';
import { leaf, type Field, type Required } from '../table/field.ts';
import { problem } from '../table/problem.ts';

/** The name of the device that an element belongs to: libvirt's messages end with it. */
export function deviceName(element: XmlElement): string {
  let root = element;
  while (root.parent !== undefined) root = root.parent;
  return root.child('name')?.text ?? 'new device';
}

/** What libvirt says of a missing and of a wrong value; `%n` stands for the name of the device, `%v` for the value. */
interface Words {
  readonly missing: string;
  readonly invalid: string;
  /** Default `VIR_ERR_INTERNAL_ERROR`. */
  readonly code?: ErrorCode;
}

function words(element: XmlElement, text: string, value = ''): string {
  return text.replace(/%[nv]/g, (mark) => (mark === '%n' ? deviceName(element) : value));
}

/** `<name>value</name>` that must be there. */
export function worded<V>(name: string, codec: Codec<V>, { missing, invalid, code = 'VIR_ERR_INTERNAL_ERROR' }: Words): Required<V> {
  return {
    ...leaf(name, codec),
    required: true,
    read(element) {
      const found = element.child(name);
      const text = found?.text ?? '';
      if (found === undefined || text === '') throw problem(element, words(element, missing), { code });
      const value = codec.parse(text);
      if (value === undefined) throw problem(found, words(element, invalid, text), { code });
      return value;
    },
  };
}

/** A text that must be there: `no PCI bus ID supplied for 'NAME'`. */
export function textSupplied(name: string, what: string, missing: string = `no ${what} supplied for '%n'`): Required<string> {
  return worded(name, str, { missing, invalid: '' });
}

function supplied(what: string): Words {
  return { missing: `no ${what} supplied for '%n'`, invalid: `invalid ${what} supplied for '%n'` };
}

/** A number that must be there. */
export function numberSupplied(name: string, what: string): Required<number> {
  return worded(name, uint, supplied(what));
}

/** A 64-bit number that must be there. */
export function sizeSupplied(name: string, what: string): Required<Int64> {
  return worded(name, uint64, supplied(what));
}

/** Read as hexadecimal, with or without `0x`; written with `0x` and at least `width` digits. */
export function base16(width: number): Codec<number> {
  return {
    parse: (text) => (/^\s*(0x)?[\da-f]{1,8}$/i.test(text) ? Number.parseInt(text.trim().replace(/^0x/i, ''), 16) : undefined),
    format: (value) => `0x${value.toString(16).padStart(width, '0')}`,
    schema: { type: 'integer', minimum: 0, maximum: 2 ** 32 - 1 },
  };
}

/** Read in any of C's notations; written as hexadecimal with at least `width` digits. */
export function anyBase(width: number): Codec<number> {
  return {
    parse(text) {
      const value = parseC(text);
      return value !== undefined && value < 2 ** 32 ? value : undefined;
    },
    format: (value) => `0x${value.toString(16).padStart(width, '0')}`,
    schema: { type: 'integer', minimum: 0, maximum: 2 ** 32 - 1 },
  };
}

/** `<product id='0x10ca'>82576 Virtual Function</product>`. */
export interface IdentifiedName {
  id: number;
  name?: string;
}

const id = base16(4);

/** A vendor or product: its number and, if it is known, its name. */
export function identified(name: 'product' | 'vendor', what: string): Required<IdentifiedName> {
  const { missing, invalid } = supplied(what);
  return {
    attributes: [],
    children: [name],
    required: true,
    read(element) {
      const found = element.child(name);
      const text = found?.attr('id');
      if (found === undefined || text === undefined || text === '') {
        throw problem(element, words(element, missing), { code: 'VIR_ERR_INTERNAL_ERROR' });
      }
      const value = id.parse(text);
      if (value === undefined) throw problem(found, words(element, invalid), { code: 'VIR_ERR_INTERNAL_ERROR', attribute: 'id' });
      return { id: value, ...(found.text !== '' && { name: found.text }) };
    },
    writeChildren(value, out) {
      out.xml.open(name).attr('id', id.format(value.id));
      if (value.name !== undefined) out.xml.text(value.name);
      out.xml.close();
    },
    schema: () => ({ type: 'object', properties: { id: id.schema, name: { type: 'string' } }, required: ['id'] }),
    inner: () => (element, report) => {
      for (const attribute of element.attributes.keys()) if (attribute !== 'id') report({ element, attribute, known: ['id'] });
    },
  };
}

/** A UUID, written as libvirt writes it. */
export const uuidText: Codec<string> = {
  ...str,
  parse: (text) => attempt(() => normalizeUuid(text)),
};

/** An optional `<uuid>`. */
export function optionalUuid(invalid: string): Field<string> {
  return {
    ...leaf('uuid', str),
    read(element) {
      const text = element.child('uuid')?.text ?? '';
      if (text === '') return undefined;
      const value = uuidText.parse(text);
      if (value === undefined) throw problem(element, words(element, invalid, text), { code: 'VIR_ERR_INTERNAL_ERROR' });
      return value;
    },
  };
}
