import { elementNamePattern } from '../capabilities/names.ts';
import { virtTypes, type VirtType } from '../domain/virt-type.ts';
import { childRequired, list } from '../table/child.ts';
import { oneOf, onOff, str, uint, yesNo } from '../table/codec.ts';
import { attr, attrRequired, leaf, leafRequired, textRequired, type Field } from '../table/field.ts';
import { readTable, table, writeElement, type Table } from '../table/table.ts';

/** `<guest>`: a kind of guest that the driver can run. */
export interface DriverGuest {
  /** `hvm`, `exe`, `xen`, ... */
  osType: string;
  arch: GuestArch;
  features?: GuestFeature[];
}

/** `<arch>`: how guests of an architecture are run. */
export interface GuestArch extends GuestMachines {
  name: string;
  /** Bits of a pointer. */
  wordSize: number;
  domains: GuestDomain[];
}

/** `<domain>`: a virtualization type; what it does not say is as in the `<arch>` around it. */
export interface GuestDomain extends GuestMachines {
  type: VirtType;
}

export interface GuestMachines {
  emulator?: string;
  loader?: string;
  machines: GuestMachine[];
}

/** `<machine>`: a machine type, or another name of one. */
export interface GuestMachine {
  name: string;
  /** The machine type that this name stands for. */
  canonical?: string;
  maxCpus?: number;
  deprecated?: boolean;
}

/** Something that such guests can have: `acpi`, `pae`, `disksnapshot`, ... */
export interface GuestFeature {
  name: string;
  /** Whether guests have it that do not say. Absent: it is no choice. */
  default?: boolean;
  /** Whether guests may say. */
  toggle?: boolean;
}

export function guestOfDriver(): Table<DriverGuest> {
  const machine = table<GuestMachine>(() => ({
    canonical: attr('canonical', str),
    maxCpus: attr('maxCpus', uint),
    deprecated: attr('deprecated', yesNo, { omit: false }),
    name: textRequired(str),
  }));
  const machines = { emulator: leaf('emulator', str), loader: leaf('loader', str), machines: list('machine', machine) };
  const domain = table<GuestDomain>(() => ({ type: attrRequired('type', oneOf(...virtTypes)), ...machines }));
  const arch = table<GuestArch>(() => ({
    name: attrRequired('name', str),
    wordSize: leafRequired('wordsize', uint),
    ...machines,
    domains: list('domain', domain),
  }));
  return table<DriverGuest>(() => ({ osType: leafRequired('os_type', str), arch: childRequired('arch', arch), features: features() }));
}

/** `<features><acpi default='on' toggle='yes'/>..</features>`: each is an element of its own name. */
function features(): Field<GuestFeature[]> {
  const settings = table<Omit<GuestFeature, 'name'>>(() => ({ default: attr('default', onOff), toggle: attr('toggle', yesNo) }));
  return {
    attributes: [],
    children: ['features'],
    read: (element, context) =>
      element.child('features')?.elements.map((one) => readTable(settings, one, context, { name: one.name }) as GuestFeature),
    writeChildren(all, out) {
      out.xml.open('features');
      for (const { name, ...one } of all) writeElement(name, settings, one, out);
      out.xml.close();
    },
    schema() {
      const { properties, ...schema } = settings.schema();
      const name = { type: 'string', pattern: elementNamePattern } as const;
      return { type: 'array', items: { ...schema, properties: { name, ...properties }, required: ['name'] } };
    },
    inner: () => (element, report) => {
      for (const attribute of element.attributes.keys()) report({ element, attribute, known: [] });
      for (const one of element.elements) settings.check(one, report);
    },
  };
}
