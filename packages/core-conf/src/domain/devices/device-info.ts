import { attr, attrRequired, type Field } from '../../table/field.ts';
import { onOff, positive, str, uint, yesNo } from '../../table/codec.ts';
import { child } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';
import { address, type Address } from './address.ts';

/** What most devices have in common. */
export interface DeviceInfo {
  /** The device's name inside the running guest (`virtio-disk0`), or one that the user gave (`ua-...`). */
  alias?: string;
  /** PCI option ROM. */
  rom?: Rom;
  /** Index that the guest's firmware announces for the device, for stable interface names. */
  acpi?: { index?: number };
  address?: Address;
}

/** What a device has that the firmware can boot from. */
export interface BootableInfo extends DeviceInfo {
  boot?: DeviceBoot;
}

/** Position in the boot order, from 1. */
export interface DeviceBoot {
  order: number;
  /** s390: which entry of the boot menu. */
  loadparm?: string;
}

export interface Rom {
  enabled?: boolean;
  /** Whether the guest sees the ROM in its memory map. */
  bar?: boolean;
  /** An image to be used instead of the device's own; empty: none. */
  file?: string;
}

/** Virtio options that any virtio device may have. */
export interface VirtioOptions {
  iommu?: boolean;
  ats?: boolean;
  packed?: boolean;
  pagePerVq?: boolean;
}

export const virtioOptions: { readonly [K in keyof VirtioOptions]-?: Field<boolean> } = {
  iommu: attr('iommu', onOff),
  ats: attr('ats', onOff),
  packed: attr('packed', onOff),
  pagePerVq: attr('page_per_vq', onOff),
};

export const virtioDriver: Table<VirtioOptions> = table<VirtioOptions>(virtioOptions);

const bootTable: Table<DeviceBoot> = table<DeviceBoot>(() => ({
  order: attrRequired('order', positive),
  loadparm: attr('loadparm', str),
}));

const romTable: Table<Rom> = table<Rom>(() => ({
  enabled: attr('enabled', yesNo),
  bar: attr('bar', onOff),
  file: attr('file', str),
}));

export const boot: Field<DeviceBoot> = child('boot', bootTable);

const aliasName = child('alias', table<{ name?: string }>(() => ({ name: attr('name', str) })));

/** The alias. A stopped guest keeps only those that the user gave, which begin with `ua-`. */
export const alias: Field<string> = {
  attributes: [],
  children: ['alias'],
  read(element, context) {
    const name = aliasName.read(element, context)?.name;
    return context.inactive && name?.startsWith('ua-') !== true ? undefined : name;
  },
  writeChildren(name, out) {
    if (!out.inactive || name.startsWith('ua-')) out.xml.open('alias').attr('name', name).close();
  },
  schema: () => ({ type: 'string' }),
  ...(aliasName.inner && { inner: aliasName.inner }),
};

/** In the order in which libvirt writes them, at the end of most devices. */
export const deviceInfo: { readonly [K in keyof DeviceInfo]-?: Field<Exclude<DeviceInfo[K], undefined>> } = {
  alias,
  rom: child('rom', romTable),
  acpi: child('acpi', table<{ index?: number }>(() => ({ index: attr('index', uint) }))),
  address,
};

/** The same with the boot order in front. */
export const bootableInfo: { readonly [K in keyof BootableInfo]-?: Field<Exclude<BootableInfo[K], undefined>> } = {
  boot,
  ...deviceInfo,
};

/** Virtio generation of a device's model. */
export type VirtioModel = 'virtio' | 'virtio-transitional' | 'virtio-non-transitional';
export const virtioModels = ['virtio', 'virtio-transitional', 'virtio-non-transitional'] as const;

