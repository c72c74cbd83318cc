import type { XmlElement } from '@virtweave/core-util/xml';
import { checked, filled, worded, wordedRequired } from '../common/worded.ts';
import { pciFields } from '../common/pci-fields.ts';
import { oneOf, uint } from '../table/codec.ts';
import { child, list } from '../table/child.ts';
import { attr, type Field, type Required } from '../table/field.ts';
import { problem } from '../table/problem.ts';
import { table, type Table } from '../table/table.ts';
import { nat, type Nat } from './nat.ts';
import { networkProblem } from './names.ts';

/** `<forward>`: how the network is connected to the world. Absent: not at all. */
export interface Forward {
  /** Default `nat`. */
  mode: ForwardMode;
  /** `hostdev`: take the devices away from their drivers, and give them back. */
  managed: boolean;
  /** Only with mode `nat`. */
  nat?: Nat;
  /** `hostdev`: the driver of the host that the devices are given to. */
  driver?: { name?: 'kvm' | 'vfio' | 'xen'; model?: string };
  /** Physical function: its virtual functions are the pool. */
  pf?: string;
  /** Network devices that traffic goes through; the first is written as `dev`, too. */
  interfaces: ForwardInterface[];
  /** `hostdev`, and the modes of macvtap: the pool by PCI address. */
  addresses: ForwardAddress[];
}

export type ForwardMode = 'nat' | 'route' | 'open' | 'bridge' | 'private' | 'vepa' | 'passthrough' | 'hostdev';

export interface ForwardInterface {
  dev: string;
  /** Guests that use it; of a running network. */
  connections?: number;
}

export interface ForwardAddress {
  domain: number;
  bus: number;
  slot: number;
  function: number;
  /** Guests that use it; of a running network. */
  connections?: number;
}

const modes: ReadonlySet<string> = new Set<ForwardMode>([
  'nat', 'route', 'open', 'bridge', 'private', 'vepa', 'passthrough', 'hostdev',
]);

/** Counted by the driver, and not read from documents. */
export const connections: Field<number> = {
  ...attr('connections', uint, { omit: 0 }),
  read: () => undefined,
  writeAttributes(value, out) {
    if (value > 0 && !out.inactive) out.xml.attr('connections', String(value));
  },
};

const mode: Required<ForwardMode> = {
  ...attr('mode', oneOf('nat', 'route', 'open', 'bridge', 'private', 'vepa', 'passthrough', 'hostdev')),
  required: true,
  read(element) {
    const text = element.attr('mode') ?? 'nat';
    // `none` is the absence of the element: see `forward`.
    if (modes.has(text) || text === 'none') return text as ForwardMode;
    throw problem(element, `unknown forwarding type '${text}'`, { attribute: 'mode', code: 'VIR_ERR_CONFIG_UNSUPPORTED' });
  },
};

const managed: Required<boolean> = {
  attributes: ['managed'],
  children: [],
  required: true,
  // Only devices that are handed over can be managed.
  read: (element) => element.attr('mode') === 'hostdev' && element.attr('managed')?.toLowerCase() === 'yes',
  writeAttributes(value, out, owner) {
    if ((owner as Forward).mode === 'hostdev') out.xml.attr('managed', value ? 'yes' : 'no');
  },
  schema: () => ({ type: 'boolean' }),
};

/** `<interface>` in `<forward>`. */
export const forwardInterface: Table<ForwardInterface> = table<ForwardInterface>(() => ({
  dev: wordedRequired('dev', { read: (text) => (text === '' ? undefined : text) }, (element) =>
    networkProblem(element, (name) => `Missing required dev attribute in <forward> <interface> element of network ${name}`),
  ),
  connections,
}));

const forwardInterfaces = list('interface', forwardInterface);

/** The attribute `dev` and the elements: one list. */
const interfaces: Required<ForwardInterface[]> = {
  ...forwardInterfaces,
  attributes: ['dev'],
  lead: true,
  read(element, context) {
    const listed = forwardInterfaces.read(element, context) as ForwardInterface[];
    const dev = element.attr('dev') ?? '';
    const first = listed[0]?.dev;
    if (dev === '') return listed;
    if (first === undefined) return [{ dev }];
    if (first === dev) return listed;
    throw networkProblem(element, (name) => `<forward dev='${dev}'> must match first <interface dev='${first}'/> in network ${name}`);
  },
  writeAttributes(values, out, owner) {
    const first = values[0]?.dev;
    if (first !== undefined && (owner as Forward).pf === undefined) out.xml.attr('dev', first);
  },
  writeChildren(values, out, owner) {
    // Below a physical function, the devices are those that the host was found to have.
    if ((owner as Forward).pf === undefined || !out.inactive) forwardInterfaces.writeChildren?.(values, out, owner);
  },
};

const addressTable: Table<Partial<ForwardAddress> & { type?: string }> = table<Partial<ForwardAddress> & { type?: string }>(() => ({
  type: worded<string>('type', {
    read(text, element) {
      if (text === 'pci') return text;
      throw networkProblem(element, (name) => `unknown address type '${text}' in network ${name}`, {
        attribute: 'type',
        code: 'VIR_ERR_CONFIG_UNSUPPORTED',
      });
    },
  }),
  ...pciFields,
  connections,
}));

const addressList = list('address', addressTable);

/** As it stands in the object: what the document leaves out is 0. */
const hostAddress: Table<Partial<ForwardAddress>> = table<Partial<ForwardAddress>>(() => ({ ...pciFields, connections }));

const addresses: Required<ForwardAddress[]> = {
  ...addressList,
  schema: () => ({ type: 'array', items: hostAddress.schema() }),
  read(element, context) {
    return (addressList.read(element, context) as (Partial<ForwardAddress> & { type?: string })[]).map((found, index) => {
      if (found.type === undefined) {
        throw networkProblem(element.all('address')[index] ?? element, (name) => `missing address type in network ${name}`);
      }
      const { domain = 0, bus = 0, slot = 0, function: fn = 0 } = found;
      return { domain, bus, slot, function: fn };
    });
  },
  writeChildren(values, out, owner) {
    if ((owner as Forward).pf !== undefined && out.inactive) return;
    addressList.writeChildren?.(values.map((value) => ({ type: 'pci', ...value })), out, owner);
  },
};

const pf: Field<string> = {
  attributes: [],
  children: ['pf'],
  read(element) {
    const [first, second] = element.all('pf');
    if (second !== undefined) {
      throw networkProblem(second, (name) => `Only one <pf> element is allowed in <forward> of network ${name}`);
    }
    const dev = first?.attr('dev') ?? '';
    if (dev !== '') return dev;
    throw networkProblem(first ?? element, (name) => `Missing required dev attribute in <pf> element of network '${name}'`);
  },
  writeChildren: (value, out) => void out.xml.open('pf').attr('dev', value).close(),
  schema: () => ({ type: 'string' }),
  inner: () => (element, report) => {
    for (const name of element.attributes.keys()) if (name !== 'dev') report({ element, attribute: name, known: ['dev'] });
  },
};

const driver: Table<NonNullable<Forward['driver']>> = table<NonNullable<Forward['driver']>>(() => ({ name: attr('name', oneOf('kvm', 'vfio', 'xen')), model: filled('model') }));

const fields: Table<Forward> = table<Forward>(() => ({
  mode,
  managed,
  nat,
  driver: checked(child('driver', driver), (value) => (Object.keys(value).length === 0 ? undefined : value)),
  pf,
  addresses,
  interfaces,
}));

/** `<forward>`. */
export const forward: Field<Forward> = checked(child('forward', fields, { empty: 'keep' }), (value, parent) => {
  const element = parent.child('forward') as XmlElement;
  const refuse = (detail: (network: string) => string): Error => networkProblem(element, detail);
  const { interfaces: devices, addresses: pci } = value;
  if (element.all('nat').length > 1) throw refuse((name) => `Only one <nat> element is allowed in <forward> of network ${name}`);
  if (element.child('nat') !== undefined && value.mode !== 'nat') {
    throw refuse((name) => `The <nat> element can only be used when <forward> 'mode' is 'nat' in network ${name}`);
  }
  if ((element.attr('dev') ?? '') !== '' && (element.child('address') ?? element.child('pf')) !== undefined) {
    throw refuse(
      (name) => `the <forward> 'dev' attribute cannot be used when <address> or <pf> sub-elements are present in network ${name}`,
    );
  }
  const twice = duplicate(devices, ({ dev }) => dev);
  if (twice !== undefined) throw refuse((name) => `interface '${twice}' can only be listed once in network ${name}`);
  const pciTwice = duplicate(pci, pciText);
  if (pciTwice !== undefined) throw refuse((name) => `PCI device '${pciTwice}' can only be listed once in network ${name}`);
  if ((value.mode as string) === 'none') return undefined;
  // Devices are listed by name or by address; names win.
  return devices.length > 0 ? { ...value, addresses: [] } : value;
});

function duplicate<T>(values: readonly T[], key: (value: T) => string): string | undefined {
  const seen = new Set<string>();
  for (const value of values) {
    if (seen.has(key(value))) return key(value);
    seen.add(key(value));
  }
  return undefined;
}

function pciText({ domain, bus, slot, function: fn }: ForwardAddress): string {
  const pad = (value: number, width: number): string => value.toString(16).padStart(width, '0');
  return `${pad(domain, 4)}:${pad(bus, 2)}:${pad(slot, 2)}.${fn.toString(16)}`;
}
