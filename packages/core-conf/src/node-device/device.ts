import type { XmlElement } from '@virtweave/core-util/xml';
import { str } from '../table/codec.ts';
import { leaf, leafRequired, type Field } from '../table/field.ts';
import { within } from '../table/child.ts';
import { missingAttribute, invalidAttribute, problem } from '../table/problem.ts';
import { onlyAttributes, table, type Table } from '../table/table.ts';
import { capabilities, type NodeDeviceCapability } from './capability.ts';

/** A device of this host: the whole of a `<device>` document. */
export interface NodeDevice {
  name: string;
  /** Path in `/sys`. */
  path?: string;
  /** Path in `/dev`. */
  devnode?: string;
  /** Other paths of it in `/dev`. */
  devlinks?: string[];
  parent?: NodeDeviceParent;
  /** The kernel's driver, as it was found. */
  driver?: string;
  capabilities: NodeDeviceCapability[];
}

/** By its name; a new virtual SCSI host may name its parent by the parent's world wide names, or by its fabric. */
export interface NodeDeviceParent {
  name?: string;
  wwnn?: string;
  wwpn?: string;
  fabricWwn?: string;
}

function devnodes(element: XmlElement, type: 'dev' | 'link'): readonly string[] {
  const found: string[] = [];
  for (const one of element.all('devnode')) {
    const kind = one.attr('type');
    if (kind === undefined) throw missingAttribute(one, 'type');
    if (kind !== 'dev' && kind !== 'link') throw invalidAttribute(one, 'type', kind);
    if (kind === type) found.push(one.text);
  }
  return found;
}

const devnode: Field<string> = {
  attributes: [],
  children: ['devnode'],
  read: (element) => devnodes(element, 'dev').at(-1),
  writeChildren(value, out) {
    out.xml.open('devnode').attr('type', 'dev').text(value).close();
  },
  schema: () => ({ type: 'string' }),
  inner: onlyAttributes('type'),
};

const devlinks: Field<string[]> = {
  attributes: [],
  children: ['devnode'],
  read(element) {
    const found = devnodes(element, 'link');
    return found.length === 0 ? undefined : [...found];
  },
  writeChildren(values, out) {
    for (const value of values) out.xml.open('devnode').attr('type', 'link').text(value).close();
  },
  schema: () => ({ type: 'array', items: { type: 'string' } }),
  inner: onlyAttributes('type'),
};

const parentAttributes = { wwnn: 'wwnn', wwpn: 'wwpn', fabricWwn: 'fabric_wwn' } as const;

const parent: Field<NodeDeviceParent> = {
  attributes: [],
  children: ['parent'],
  read(element) {
    const found = element.child('parent');
    if (found === undefined) return undefined;
    const value: NodeDeviceParent = found.text === '' ? {} : { name: found.text };
    for (const [key, attribute] of Object.entries(parentAttributes)) {
      const wwn = found.attr(attribute);
      if (wwn !== undefined) value[key as keyof typeof parentAttributes] = wwn;
    }
    const { wwnn, wwpn } = value;
    if (wwnn !== undefined && wwpn === undefined) {
      throw problem(found, `when providing parent wwnn='${wwnn}', the wwpn must also be provided`);
    }
    if (wwpn !== undefined && wwnn === undefined) {
      throw problem(found, `when providing parent wwpn='${wwpn}', the wwnn must also be provided`);
    }
    return Object.keys(value).length === 0 ? undefined : value;
  },
  writeChildren(value, out) {
    out.xml.open('parent');
    for (const [key, attribute] of Object.entries(parentAttributes)) {
      const wwn = value[key as keyof typeof parentAttributes];
      if (wwn !== undefined) out.xml.attr(attribute, wwn);
    }
    if (value.name !== undefined) out.xml.text(value.name);
    out.xml.close();
  },
  schema: () => ({
    type: 'object',
    properties: Object.fromEntries(['name', ...Object.keys(parentAttributes)].map((key) => [key, { type: 'string' }])),
    additionalProperties: false,
  }),
  inner: onlyAttributes(...Object.values(parentAttributes)),
};

/** The table of `<device>`, in the order in which libvirt writes it. */
export const nodeDevice: Table<NodeDevice> = table<NodeDevice>(() => ({
  name: leafRequired('name', str, { code: 'VIR_ERR_NO_NAME' }),
  path: leaf('path', str),
  devnode,
  devlinks,
  parent,
  driver: within('driver', leaf('name', str)),
  capabilities,
}));
