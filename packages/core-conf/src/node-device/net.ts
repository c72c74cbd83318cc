import { oneOf, str } from '../table/codec.ts';
import { leaf, type Field } from '../table/field.ts';
import { child } from '../table/child.ts';
import { problem } from '../table/problem.ts';
import type { Fields } from '../table/table.ts';
import { interfaceLink, type InterfaceLink } from '../common/link.ts';
import { deviceName, textSupplied } from './fields.ts';

/** A network device. */
export interface NetCapability {
  type: 'net';
  /** Name of the interface. */
  interface: string;
  /** MAC address. */
  address?: string;
  link?: InterfaceLink;
  /** What the hardware can do by itself. */
  features?: NetFeature[];
  /** Ethernet, or wireless. */
  kind?: '80203' | '80211';
}

export type NetFeature =
  | 'rx' | 'tx' | 'sg' | 'tso' | 'gso' | 'gro' | 'lro' | 'rxvlan' | 'txvlan' | 'ntuple' | 'rxhash' | 'rdma' | 'txudptnl'
  | 'switchdev';

const featureNames: readonly NetFeature[] = [
  'rx', 'tx', 'sg', 'tso', 'gso', 'gro', 'lro', 'rxvlan', 'txvlan', 'ntuple', 'rxhash', 'rdma', 'txudptnl', 'switchdev',
];

const features: Field<NetFeature[]> = {
  attributes: [],
  children: ['feature'],
  read(element) {
    const names = new Set<string>();
    for (const found of element.all('feature')) {
      const name = found.attr('name');
      if (name === undefined) throw problem(found, 'missing network device feature name');
      if (!featureNames.some((known) => known === name)) {
        throw problem(found, `unknown network device feature '${name}'`, { attribute: 'name' });
      }
      names.add(name);
    }
    return featureNames.filter((name) => names.has(name));
  },
  writeChildren(values, out) {
    for (const name of featureNames) if (values.includes(name)) out.xml.open('feature').attr('name', name).close();
  },
  schema: () => ({ type: 'array', items: { enum: featureNames } }),
};

const kinds = oneOf('80203', '80211');

const kind: Field<'80203' | '80211'> = {
  attributes: [],
  children: ['capability'],
  read(element) {
    const text = element.child('capability')?.attr('type');
    if (text === undefined) return undefined;
    const value = kinds.parse(text);
    if (value === undefined) {
      throw problem(element, `invalid network type supplied for '${deviceName(element)}'`, { code: 'VIR_ERR_CONFIG_UNSUPPORTED' });
    }
    return value;
  },
  writeChildren(value, out) {
    out.xml.open('capability').attr('type', value).close();
  },
  schema: () => kinds.schema,
};

export const net: Fields<Omit<NetCapability, 'type'>> = {
  interface: textSupplied('interface', 'network interface'),
  address: leaf('address', str),
  link: child('link', interfaceLink),
  features,
  kind,
};
