import { str, uint } from '../table/codec.ts';
import { leaf, type Field, type Required } from '../table/field.ts';
import { problem } from '../table/problem.ts';
import { onlyAttributes, type Fields } from '../table/table.ts';
import { deviceName, optionalUuid } from './fields.ts';

/** A mediated device: a share of a real one. */
export interface MdevCapability {
  type: 'mdev';
  /** Which kind of share; one of those that the parent has. */
  mdevType: string;
  /** Made up by the kernel's tool when absent. */
  uuid?: string;
  /** Address of the parent, as the kernel knows it. */
  parentAddress?: string;
  /** IOMMU group; 0 as long as the device does not exist. */
  iommuGroup?: number;
  /** Set in this order. */
  attributes?: MdevAttribute[];
}

export interface MdevAttribute {
  name: string;
  value: string;
}

const mdevType: Required<string> = {
  attributes: [],
  children: ['type'],
  required: true,
  read(element) {
    const id = element.child('type')?.attr('id') ?? '';
    if (id === '') {
      throw problem(element, `missing type id attribute for '${deviceName(element)}'`, { code: 'VIR_ERR_CONFIG_UNSUPPORTED' });
    }
    return id;
  },
  writeChildren(value, out) {
    out.xml.open('type').attr('id', value).close();
  },
  schema: () => ({ type: 'string' }),
  inner: onlyAttributes('id'),
};

const iommuGroup: Field<number> = {
  attributes: [],
  children: ['iommuGroup'],
  read(element) {
    const text = element.child('iommuGroup')?.attr('number') ?? '';
    if (text === '') return undefined;
    const value = uint.parse(text);
    if (value === undefined) {
      throw problem(element, `invalid iommuGroup number attribute for '${deviceName(element)}'`, { code: 'VIR_ERR_INTERNAL_ERROR' });
    }
    return value;
  },
  writeChildren(value, out) {
    out.xml.open('iommuGroup').attr('number', String(value)).close();
  },
  schema: () => uint.schema,
  inner: onlyAttributes('number'),
};

/** Those without name or value say nothing. */
const attributes: Field<MdevAttribute[]> = {
  attributes: [],
  children: ['attr'],
  read(element) {
    const found: MdevAttribute[] = [];
    for (const one of element.all('attr')) {
      const name = one.attr('name');
      const value = one.attr('value');
      if (name !== undefined && value !== undefined) found.push({ name, value });
    }
    return found.length === 0 ? undefined : found;
  },
  writeChildren(values, out) {
    for (const { name, value } of values) out.xml.open('attr').attr('name', name).attr('value', value).close();
  },
  schema: () => ({
    type: 'array',
    items: { type: 'object', properties: { name: { type: 'string' }, value: { type: 'string' } }, required: ['name', 'value'] },
  }),
  inner: onlyAttributes('name', 'value'),
};

export const mdev: Fields<Omit<MdevCapability, 'type'>> = {
  mdevType,
  uuid: optionalUuid("Invalid uuid '%v' for new mdev device"),
  parentAddress: leaf('parent_addr', str),
  iommuGroup,
  attributes,
};
