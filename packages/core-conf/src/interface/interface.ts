import type { XmlElement } from '@virtweave/core-util/xml';
import { int, oneOf, refine, refusing, str } from '../table/codec.ts';
import type { ReadContext, WriteContext } from '../table/context.ts';
import { attr, attrRequired, property, type Field, type Required } from '../table/field.ts';
import { child, childRequired, some, union } from '../table/child.ts';
import { defined } from '../table/definitions.ts';
import type { JsonSchema } from '../table/json-schema.ts';
import { problem } from '../table/problem.ts';
import { nameCheck, table, type Table } from '../table/table.ts';
import { arpmon, bondMode, miimon, type BondArpmon, type BondMiimon, type BondMode } from './bond.ts';
import { interfaceLink, type InterfaceLink } from '../common/link.ts';
import { interfaceProtocol, type InterfaceProtocol } from './protocol.ts';

/** A network interface of this host: the whole of an `<interface>` document of the interface API. */
export type HostInterface = EthernetHostInterface | BridgeHostInterface | BondHostInterface | VlanHostInterface;

interface Common {
  name: string;
  /** When the interface is started. */
  startMode?: 'none' | 'onboot' | 'hotplug';
  /** Bytes, at most 100000. */
  mtu?: number;
  protocols?: InterfaceProtocol[];
  link?: InterfaceLink;
}

export interface EthernetHostInterface extends Common {
  type: 'ethernet';
  /** MAC address. */
  mac?: string;
}

export interface BridgeHostInterface extends Common {
  type: 'bridge';
  bridge: HostBridge;
}

export interface BondHostInterface extends Common {
  type: 'bond';
  bond: HostBond;
}

export interface VlanHostInterface extends Common {
  type: 'vlan';
  vlan: HostVlan;
}

export interface HostBridge {
  /** Spanning tree protocol. */
  stp?: boolean;
  /** Seconds of the forward delay, as it is written. */
  delay?: string;
  interfaces?: (EthernetHostInterface | VlanHostInterface | BondHostInterface)[];
}

export interface HostBond {
  mode?: BondMode;
  miimon?: BondMiimon;
  arpmon?: BondArpmon;
  interfaces?: EthernetHostInterface[];
}

export interface HostVlan {
  tag: string;
  /** Name of the interface that carries the frames. */
  interface: string;
}

/** The interfaces inside a bridge or bond. */
function members<T extends HostInterface>(...types: readonly T['type'][]): Field<T[]> {
  return {
    attributes: [],
    children: ['interface'],
    read(element, context) {
      return element.all('interface').map((one) => {
        const type = one.attr('type');
        if (type !== undefined && type in cases && !types.some((known) => known === type)) {
          throw problem(one, `interface has unsupported type '${type}'`, { attribute: 'type' });
        }
        return readInterface(one, context) as T;
      });
    },
    writeChildren(values, out) {
      for (const value of values) writeInterface(value, out);
    },
    schema: () => ({ type: 'array', items: hostInterfaceSchema() }),
    inner: () => nameCheck([shape as Field<unknown>]),
  };
}

/** What is neither on nor off says nothing. */
const stp: Field<boolean> = {
  attributes: ['stp'],
  children: [],
  read(element) {
    const text = element.attr('stp');
    return text === 'on' ? true : text === 'off' ? false : undefined;
  },
  writeAttributes(value, out) {
    out.xml.attr('stp', value ? 'on' : 'off');
  },
  schema: () => ({ type: 'boolean' }),
};

const bridge: Table<HostBridge> = table<HostBridge>(() => ({
  stp,
  delay: attr('delay', str),
  interfaces: members<EthernetHostInterface | VlanHostInterface | BondHostInterface>('ethernet', 'vlan', 'bond'),
}));

const bond: Table<HostBond> = table<HostBond>(() => ({
  mode: bondMode,
  miimon,
  arpmon,
  interfaces: members<EthernetHostInterface>('ethernet'),
}));

const vlanInterface: Required<string> = {
  ...property('interface', 'name', str),
  required: true,
  read(element) {
    const name = element.child('interface')?.attr('name');
    if (name === undefined) throw problem(element, 'vlan interface misses name attribute');
    return name;
  },
};

const vlan: Table<HostVlan> = table<HostVlan>(() => ({
  tag: attrRequired('tag', str, { detail: 'vlan interface misses the tag attribute' }),
  interface: vlanInterface,
}));

const mtuLimit = 100_000;

const common = {
  name: attrRequired('name', str, { detail: 'interface has no name' }),
  startMode: property(
    'start',
    'mode',
    refusing(oneOf('none', 'onboot', 'hotplug'), (mode) => ({ detail: `unknown interface startmode ${mode}` })),
  ),
  mtu: property(
    'mtu',
    'size',
    refusing(
      refine(int, (size) => (size <= mtuLimit ? size : undefined)),
      () => ({ detail: `value of the 'size' attribute of 'mtu' element must be at most ${mtuLimit}` }),
    ),
  ),
  protocols: some('protocol', interfaceProtocol, { empty: 'pair' }),
  link: child('link', interfaceLink),
};

const cases = {
  ethernet: { ...common, mac: property('mac', 'address', str) },
  bridge: {
    ...common,
    bridge: childRequired('bridge', bridge, { detail: 'bridge interface misses the bridge element' }, { empty: 'pair' }),
  },
  bond: { ...common, bond: childRequired('bond', bond, { detail: 'bond interface misses the bond element' }, { empty: 'pair' }) },
  vlan: { ...common, vlan: childRequired('vlan', vlan, { detail: 'vlan interface misses the vlan element' }) },
};

const shape: Required<HostInterface> = union<HostInterface>('type', cases);

/** The schema of an interface, which may hold others. */
export function hostInterfaceSchema(): JsonSchema {
  return defined(shape, 'interface', () => shape.schema());
}

/** The names that an `<interface>` may hold. */
export const hostInterfaceNames: Pick<Table<HostInterface>, 'check'> = { check: nameCheck([shape as Field<unknown>]) };

/** Reads what an `<interface>` element says. */
export function readInterface(element: XmlElement, context: ReadContext): HostInterface {
  return shape.read(element, context) as HostInterface;
}

/** Writes a whole `<interface>` element. */
export function writeInterface(value: HostInterface, out: WriteContext): void {
  out.xml.open('interface');
  shape.writeAttributes?.(value, out, value);
  shape.writeChildren?.(value, out, value);
  out.xml.close(true);
}
