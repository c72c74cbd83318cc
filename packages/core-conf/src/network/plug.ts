import type { XmlElement } from '@virtweave/core-util/xml';
import { checked, worded } from '../common/worded.ts';
import { pciFields } from '../common/pci-fields.ts';
import type { HostPciAddress } from '../domain/devices/disk-source.ts';
import { oneOf, yesNo } from '../table/codec.ts';
import { child, union } from '../table/child.ts';
import { attr, type Field, type Required } from '../table/field.ts';
import { problem } from '../table/problem.ts';
import { table } from '../table/table.ts';

/** `<plug>`: what a guest's interface is connected to. */
export type Plug =
  | { type: 'network'; bridge: string; macTableManager?: 'kernel' | 'libvirt' }
  | { type: 'bridge'; bridge: string; macTableManager?: 'kernel' | 'libvirt' }
  | { type: 'direct'; dev: string; mode?: 'vepa' | 'private' | 'bridge' | 'passthrough' }
  | { type: 'hostdev-pci'; managed: boolean; driver?: { name?: 'kvm' | 'vfio' | 'xen'; model?: string }; address: HostPciAddress };

const text = (name: string, missing: string): Required<string> => ({
  ...attr(name, { parse: (value: string) => value, format: (value) => value, schema: { type: 'string' } }),
  required: true,
  read(element) {
    const value = element.attr(name) ?? '';
    if (value === '') throw problem(element, missing);
    return value;
  },
});

const word = <const W extends readonly string[]>(name: string, ...words: W): Field<W[number]> =>
  worded<W[number]>(name, {
    read(value, element) {
      if (words.includes(value)) return value;
      if (value === '') return undefined;
      throw problem(element, `Invalid ${name} setting '${value}' in network port`, { attribute: name });
    },
    schema: { enum: words },
  });

const bridged = {
  bridge: text('bridge', 'Missing network port bridge name'),
  macTableManager: word('macTableManager', 'kernel', 'libvirt'),
};

const driverFields = {
  name: attr('name', oneOf('kvm', 'vfio', 'xen')),
  model: attr('model', { parse: (value: string) => value, format: (value: string) => value, schema: { type: 'string' } }),
};

// There must be one, whatever it says.
const address = child('address', table<HostPciAddress>(pciFields), { empty: 'keep' });

const cases = union<Plug>('type', () => ({
  network: bridged,
  bridge: bridged,
  direct: {
    dev: text('dev', 'Missing network port link device name'),
    mode: word('mode', 'vepa', 'private', 'bridge', 'passthrough'),
  },
  'hostdev-pci': {
    managed: {
      ...attr('managed', yesNo),
      required: true,
      read: (element) => element.attr('managed')?.toLowerCase() === 'yes',
      writeAttributes(value, out) {
        if (value) out.xml.attr('managed', 'yes');
      },
    },
    driver: checked(child('driver', table<{ name?: 'kvm' | 'vfio' | 'xen'; model?: string }>(driverFields)), (value) =>
      Object.keys(value).length === 0 ? undefined : value,
    ),
    address: {
      ...address,
      required: true,
      read(element, context) {
        const value = address.read(element, context);
        if (value === undefined) throw problem(element, 'Missing network port PCI address');
        return value;
      },
    },
  },
}));

/** `<plug>`; of type `none` it is the same as absent. */
export const plug: Field<Plug> = {
  attributes: [],
  children: ['plug'],
  read(element, context) {
    const found = element.child('plug') as XmlElement;
    return found.attr('type') === 'none' ? undefined : cases.read(found, context);
  },
  writeChildren(value, out, owner) {
    out.xml.open('plug');
    cases.writeAttributes?.(value, out, owner);
    cases.writeChildren?.(value, out, owner);
    out.xml.close();
  },
  schema: () => cases.schema(),
  inner: (_name, element) => (at, report) => {
    const known = cases.attributes;
    for (const name of at.attributes.keys()) if (!known.includes(name)) report({ element: at, attribute: name, known });
    for (const inner of element.elements) {
      if (!cases.children.includes(inner.name)) report({ element: inner, known: cases.children });
      else cases.inner?.(inner.name, inner)?.(inner, report);
    }
  },
};
