import { uint } from '../table/codec.ts';
import { attr, attrRequired, leaf, property, type Field } from '../table/field.ts';
import { child, childRequired, list } from '../table/child.ts';
import { problem } from '../table/problem.ts';
import { table, type Fields, type Table } from '../table/table.ts';
import { nodePciAddress, type NodePciAddress } from './address.ts';
import { base16, deviceName, identified, numberSupplied, type IdentifiedName } from './fields.ts';
import { mdevTypes, type MdevTypes } from './mdev-types.ts';
import { pciExpress, type PciExpress } from './pci-express.ts';
import { pciVpd, type PciVpd } from './pci-vpd.ts';
import { subCapabilities } from './sub-capability.ts';

/** A function on the PCI bus. */
export interface PciCapability {
  type: 'pci';
  /** Class, subclass and programming interface: six hexadecimal digits. */
  class?: number;
  domain: number;
  bus: number;
  slot: number;
  function: number;
  product: IdentifiedName;
  vendor: IdentifiedName;
  /** The function with real hardware that this virtual one belongs to. */
  physFunction?: PhysFunction;
  virtFunctions?: VirtFunctions;
  bridge?: 'pci-bridge' | 'cardbus-bridge';
  mdevTypes?: MdevTypes;
  vpd?: PciVpd;
  iommuGroup?: IommuGroup;
  /** NUMA node of this machine. */
  numaNode?: number;
  express?: PciExpress;
}

export interface PhysFunction {
  address: NodePciAddress;
}

/** Virtual functions (SR-IOV). */
export interface VirtFunctions {
  /** How many there could be. */
  maxCount?: number;
  addresses: NodePciAddress[];
}

/** Devices that can only be given to a guest together. */
export interface IommuGroup {
  number: number;
  addresses: NodePciAddress[];
}

interface Inside {
  phys_function: PhysFunction;
  virt_functions: VirtFunctions;
  'pci-bridge': object;
  'cardbus-bridge': object;
  mdev_types: MdevTypes;
  vpd: PciVpd;
}

const maxCount: Field<number> = {
  ...attr('maxCount', uint, { omit: 0 }),
  read(element) {
    const text = element.attr('maxCount');
    if (text === undefined) return undefined;
    const value = uint.parse(text);
    if (value === undefined) throw problem(element, "Malformed 'maxCount' parameter", { attribute: 'maxCount' });
    return value === 0 ? undefined : value;
  },
};

const nothing: Table<object> = table<object>(() => ({}));

const inside = subCapabilities<Inside>({
  phys_function: table<PhysFunction>(() => ({
    address: childRequired('address', nodePciAddress, { detail: "Missing address in 'phys_function' capability" }),
  })),
  virt_functions: table<VirtFunctions>(() => ({ maxCount, addresses: list('address', nodePciAddress) })),
  'pci-bridge': nothing,
  'cardbus-bridge': nothing,
  mdev_types: mdevTypes,
  vpd: pciVpd,
});

const bridges = ['pci-bridge', 'cardbus-bridge'] as const;

const bridge: Field<(typeof bridges)[number]> = {
  attributes: [],
  children: ['capability'],
  read: (element) => bridges.find((type) => element.all('capability').some((one) => one.attr('type') === type)),
  writeChildren(type, out) {
    out.xml.open('capability').attr('type', type).close();
  },
  schema: () => ({ enum: bridges }),
  inner: (name, element) => inside.field('pci-bridge').inner?.(name, element),
};

const deviceClass: Field<number> = {
  ...leaf('class', base16(6)),
  read(element) {
    const text = element.child('class')?.text ?? '';
    if (text === '') return undefined;
    const value = base16(6).parse(text);
    if (value === undefined) {
      throw problem(element, `invalid PCI class supplied for '${deviceName(element)}'`, { code: 'VIR_ERR_INTERNAL_ERROR' });
    }
    return value;
  },
};

const numaNode: Field<number> = {
  ...property('numa', 'node', uint),
  read(element) {
    const text = element.child('numa')?.attr('node');
    if (text === undefined) return undefined;
    if (!/^\s*[+-]?\d+$/.test(text) || Math.abs(Number(text)) > 0x7fffffff) {
      throw problem(element, `invalid NUMA node ID supplied for '${deviceName(element)}'`, { code: 'VIR_ERR_INTERNAL_ERROR' });
    }
    return Number(text) < 0 ? undefined : Number(text);
  },
};

const iommuGroup: Table<IommuGroup> = table<IommuGroup>(() => ({
  number: attrRequired('number', uint),
  addresses: list('address', nodePciAddress),
}));

/** In the order in which it is written. */
export const pci: Fields<Omit<PciCapability, 'type'>> = {
  class: deviceClass,
  domain: numberSupplied('domain', 'PCI domain ID'),
  bus: numberSupplied('bus', 'PCI bus ID'),
  slot: numberSupplied('slot', 'PCI slot ID'),
  function: numberSupplied('function', 'PCI function ID'),
  product: identified('product', 'PCI product ID'),
  vendor: identified('vendor', 'PCI vendor ID'),
  physFunction: inside.field('phys_function'),
  virtFunctions: inside.field('virt_functions'),
  bridge,
  mdevTypes: inside.field('mdev_types'),
  vpd: inside.field('vpd'),
  iommuGroup: child('iommuGroup', iommuGroup),
  numaNode,
  express: child('pci-express', pciExpress, { empty: 'keep' }),
};
