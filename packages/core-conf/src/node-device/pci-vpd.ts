import type { XmlElement } from '@virtweave/core-util/xml';
import { str } from '../table/codec.ts';
import { leaf, leafRequired, type Field } from '../table/field.ts';
import { problem } from '../table/problem.ts';
import { nameCheck, readTable, table, writeTable, type Table } from '../table/table.ts';
import type { JsonSchema } from '../table/json-schema.ts';

/** Vital product data of a PCI device: what its maker wrote into it. */
export interface PciVpd {
  name: string;
  readOnly?: PciVpdReadOnly;
  readWrite?: PciVpdReadWrite;
}

export interface PciVpdReadOnly {
  changeLevel?: string;
  manufactureId?: string;
  partNumber?: string;
  serialNumber?: string;
  vendorFields?: PciVpdField[];
}

export interface PciVpdReadWrite {
  assetTag?: string;
  vendorFields?: PciVpdField[];
  systemFields?: PciVpdField[];
}

/** A field that the maker or the system made up. */
export interface PciVpdField {
  /** One character: `0` to `9`, `A` to `Z`. */
  index: string;
  value: string;
}

const fieldSchema: JsonSchema = {
  type: 'array',
  items: { type: 'object', properties: { index: { type: 'string' }, value: { type: 'string' } }, required: ['index', 'value'] },
};

/** Those without an index, or with one of several characters, say nothing. */
function indexed(name: string): Field<PciVpdField[]> {
  return {
    attributes: [],
    children: [name],
    read(element) {
      const found: PciVpdField[] = [];
      for (const one of element.all(name)) {
        const index = one.attr('index') ?? '';
        if (index.length === 1) found.push({ index, value: one.text });
      }
      return found.length === 0 ? undefined : found;
    },
    writeChildren(values, out) {
      for (const { index, value } of values) out.xml.open(name).attr('index', index).text(value).close();
    },
    schema: () => fieldSchema,
  };
}

const readOnly: Table<PciVpdReadOnly> = table<PciVpdReadOnly>(() => ({
  changeLevel: leaf('change_level', str),
  manufactureId: leaf('manufacture_id', str),
  partNumber: leaf('part_number', str),
  serialNumber: leaf('serial_number', str),
  vendorFields: indexed('vendor_field'),
}));

const readWrite: Table<PciVpdReadWrite> = table<PciVpdReadWrite>(() => ({
  assetTag: leaf('asset_tag', str),
  vendorFields: indexed('vendor_field'),
  systemFields: indexed('system_field'),
}));

const tables: Readonly<Record<string, Table<PciVpdReadOnly> | Table<PciVpdReadWrite>>> = { readonly: readOnly, readwrite: readWrite };

function checkAccess(element: XmlElement): void {
  for (const one of element.all('fields')) {
    const access = one.attr('access');
    if (access !== undefined && !(access in tables)) {
      throw problem(one, `Unsupported VPD field access type specified ${access}`, { attribute: 'access' });
    }
  }
}

/** `<fields access='..'>`, written as a pair of tags also when it is empty. */
function fields<T>(access: 'readonly' | 'readwrite', of: Table<T>): Field<T> {
  return {
    attributes: [],
    children: ['fields'],
    read(element, context) {
      checkAccess(element);
      const found = element.all('fields').find((one) => one.attr('access') === access);
      return found === undefined ? undefined : readTable(of, found, context);
    },
    writeChildren(value, out) {
      out.xml.open('fields').attr('access', access);
      writeTable(of, value, out);
      out.xml.close(true);
    },
    schema: () => of.schema(),
    inner: (_name, element) => {
      const access = element.attr('access') ?? '';
      const own = Object.hasOwn(tables, access) ? tables[access] : undefined;
      return nameCheck([accessAttribute, ...(own?.fields.map(({ field }) => field) ?? [])]);
    },
  };
}

const accessAttribute: Field<unknown> = {
  attributes: ['access'],
  children: [],
  read: () => undefined,
  schema: () => ({ enum: Object.keys(tables) }),
};

export const pciVpd: Table<PciVpd> = table<PciVpd>(() => ({
  name: leafRequired('name', str, { detail: 'Could not read a device name from the <name> element' }),
  readOnly: fields('readonly', readOnly),
  readWrite: fields('readwrite', readWrite),
}));
