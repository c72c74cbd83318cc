import { oneOf, str, uint, yesNo } from '../../table/codec.ts';
import { attr, attrRequired } from '../../table/field.ts';
import { child, list } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';

/** `<virtualport>`: the port of a switch that understands 802.1Qbg, 802.1Qbh, Open vSwitch or MidoNet. */
export interface VirtualPort {
  type?: '802.1Qbg' | '802.1Qbh' | 'openvswitch' | 'midonet';
  parameters?: VirtualPortParameters;
}

export interface VirtualPortParameters {
  managerid?: number;
  typeid?: number;
  typeidversion?: number;
  instanceid?: string;
  interfaceid?: string;
  profileid?: string;
}

/** `<vlan>`. */
export interface Vlan {
  trunk?: boolean;
  tags: VlanTag[];
}

export interface VlanTag {
  id: number;
  nativeMode?: 'tagged' | 'untagged';
}

const parameters: Table<VirtualPortParameters> = table<VirtualPortParameters>({
  managerid: attr('managerid', uint),
  typeid: attr('typeid', uint),
  typeidversion: attr('typeidversion', uint),
  instanceid: attr('instanceid', str),
  interfaceid: attr('interfaceid', str),
  profileid: attr('profileid', str),
});

export const virtualPort: Table<VirtualPort> = table<VirtualPort>({
  type: attr('type', oneOf('802.1Qbg', '802.1Qbh', 'openvswitch', 'midonet')),
  parameters: child('parameters', parameters),
});

export const vlan: Table<Vlan> = table<Vlan>({
  trunk: attr('trunk', yesNo),
  tags: list(
    'tag',
    table<VlanTag>({ id: attrRequired('id', uint), nativeMode: attr('nativeMode', oneOf('tagged', 'untagged')) }),
  ),
});
