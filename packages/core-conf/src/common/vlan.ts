import type { XmlElement } from '@virtweave/core-util/xml';
import { oneOf, uint } from '../table/codec.ts';
import { child, list } from '../table/child.ts';
import { attr, attrRequired, type Field } from '../table/field.ts';
import { problem } from '../table/problem.ts';
import { table, type Table } from '../table/table.ts';
import { checked, worded } from './worded.ts';

/** `<vlan>`. */
export interface Vlan {
  /** The port carries tagged traffic; with several tags always. */
  trunk?: boolean;
  tags: VlanTag[];
}

export interface VlanTag {
  /** 0 to 4095. */
  id: number;
  nativeMode?: 'tagged' | 'untagged';
}

const tag: Table<VlanTag> = table<VlanTag>(() => ({
  id: checked(attrRequired('id', uint), (id, element) => {
    if (id > 4095) throw problem(element, `vlan tag id ${id} too large (maximum 4095)`, { attribute: 'id' });
    return id;
  }),
  nativeMode: attr('nativeMode', oneOf('tagged', 'untagged')),
}));

const vlanTable: Table<Vlan> = table<Vlan>(() => ({
  trunk: worded<boolean>('trunk', {
    read: (text, element) => readTrunk(text, element),
    format: () => 'yes',
    omit: false,
    schema: { type: 'boolean' },
  }),
  tags: list('tag', tag),
}));

function readTrunk(text: string, element: XmlElement): true | undefined {
  if (text === '') return undefined;
  const word = text.toLowerCase();
  if (word === 'yes') return true;
  const wrong = (detail: string): Error => problem(element, detail, { attribute: 'trunk' });
  if (element.all('tag').length > 1) {
    throw wrong(`invalid "trunk='${text}'" in <vlan> - trunk='yes' is required for more than one vlan tag`);
  }
  if (element.child('tag')?.attr('nativeMode') !== undefined) {
    throw wrong(`invalid configuration in <vlan> - "trunk='no'" is not allowed with a native vlan id`);
  }
  if (word !== 'no') throw wrong(`invalid "trunk='${text}'" in <vlan> - must be yes or no`);
  return undefined;
}

/** `<vlan>`: the tags of a port. */
export const vlan: Field<Vlan> = checked(child('vlan', vlanTable), (value, parent) => {
  const element = parent.child('vlan') as XmlElement;
  const { tags } = value;
  if (tags.length === 0) {
    throw problem(element, `missing tag id - each <vlan> must have at least one <tag id='n'/> subelement`);
  }
  const native = tags.filter(({ nativeMode }) => nativeMode !== undefined).length;
  if (native > 1) throw problem(element, 'duplicate native vlan setting');
  return tags.length > 1 ? { ...value, trunk: true } : value;
});
