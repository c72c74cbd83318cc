import { str } from '../table/codec.ts';
import { leaf, type Field } from '../table/field.ts';
import { problem } from '../table/problem.ts';
import { onlyAttributes, table, type Table } from '../table/table.ts';

/** `<permissions>`: who owns a directory or image. What is absent is left as it is. */
export interface StoragePermissions {
  /** Mode bits, such as `0o700`. */
  mode?: number;
  /** Numeric user. */
  owner?: number;
  /** Numeric group. */
  group?: number;
  /** Label of the security driver. */
  label?: string;
}

const mode: Field<number> = {
  attributes: [],
  children: ['mode'],
  read(element) {
    const found = element.child('mode');
    if (found === undefined || found.text === '') return undefined;
    const text = found.text.trim();
    const value = /^\+?[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
    if (!(value <= 0o777)) throw problem(found, 'malformed octal mode');
    return value;
  },
  writeChildren(value, out) {
    out.xml.leaf('mode', `0${value.toString(8)}`);
  },
  schema: () => ({ type: 'integer', minimum: 0, maximum: 0o777 }),
  inner: onlyAttributes(),
};

/** A user or group; -1 in a document says nothing. */
function id(name: 'owner' | 'group'): Field<number> {
  return {
    attributes: [],
    children: [name],
    read(element) {
      const found = element.child(name);
      if (found === undefined) return undefined;
      const text = found.text.trim();
      const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
      if (!(value >= -1 && value < 2 ** 32)) throw problem(found, `malformed ${name} element`);
      return value === -1 || value === 2 ** 32 - 1 ? undefined : value;
    },
    writeChildren(value, out) {
      // libvirt writes those above 2^31 as negative numbers, and refuses to read them.
      out.xml.leaf(name, String(value));
    },
    schema: () => ({ type: 'integer', minimum: 0, maximum: 2 ** 32 - 2 }),
    inner: onlyAttributes(),
  };
}

export const permissions: Table<StoragePermissions> = table<StoragePermissions>(() => ({
  mode,
  owner: id('owner'),
  group: id('group'),
  label: leaf('label', str),
}));
