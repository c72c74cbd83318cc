import { hex, oneOf, onOff, positive, str, uint } from '../../table/codec.ts';
import { attr, attrOr, attrRequired, leaf, property } from '../../table/field.ts';
import { child } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';
import { kib } from '../../common/size.ts';
import { deviceInfo, virtioOptions, type DeviceInfo, type VirtioOptions } from './device-info.ts';
import { driverIothreads, type DriverIothread } from './driver-iothreads.ts';

/** `<controller>`: what other devices are plugged into. */
export interface Controller extends DeviceInfo {
  type: ControllerType;
  /** Number of the controller among those of its type; -1: to be assigned. */
  index: number;
  model?: string;
  /** USB and virtio-serial. */
  ports?: number;
  /** virtio-serial. */
  vectors?: number;
  /** Xen bus. */
  maxGrantFrames?: number;
  maxEventChannels?: number;
  /** PCI: the hypervisor's device that plays the model. */
  modelName?: string;
  /** PCI. */
  target?: PciControllerTarget;
  driver?: ControllerDriver;
  /** PCI: KiB above 4 GiB for the devices' memory. */
  pcihole64?: number;
  /** Companion of a USB 2 controller: the port of the master where it begins. */
  master?: { startport: number };
}

export type ControllerType =
  | 'ide' | 'fdc' | 'scsi' | 'sata' | 'virtio-serial' | 'ccid' | 'usb' | 'pci' | 'xenbus' | 'isa' | 'nvme';

export interface PciControllerTarget {
  /** Number that the guest's firmware gives to the chassis of a PCI bridge. */
  chassisNr?: number;
  /** The same of a PCIe port. */
  chassis?: number;
  port?: number;
  busNr?: number;
  /** POWER host bridge. */
  index?: number;
  hotplug?: boolean;
  /** MiB. */
  memReserve?: number;
  /** NUMA node of the guest. */
  node?: number;
}

export interface ControllerDriver extends VirtioOptions {
  queues?: number;
  cmdPerLun?: number;
  maxSectors?: number;
  ioeventfd?: boolean;
  iothread?: number;
  iothreads?: DriverIothread[];
}

const pciTarget: Table<PciControllerTarget> = table<PciControllerTarget>(() => ({
  chassisNr: attr('chassisNr', uint),
  chassis: attr('chassis', uint),
  port: attr('port', hex(1)),
  busNr: attr('busNr', uint),
  index: attr('index', uint),
  hotplug: attr('hotplug', onOff),
  memReserve: attr('memReserve', uint),
  node: leaf('node', uint),
}));

const driver: Table<ControllerDriver> = table<ControllerDriver>(() => ({
  queues: attr('queues', uint),
  cmdPerLun: attr('cmd_per_lun', uint),
  maxSectors: attr('max_sectors', uint),
  ioeventfd: attr('ioeventfd', onOff),
  iothread: attr('iothread', positive),
  ...virtioOptions,
  iothreads: driverIothreads,
}));

export const controller: Table<Controller> = table<Controller>(() => ({
  type: attrRequired(
    'type',
    oneOf('ide', 'fdc', 'scsi', 'sata', 'virtio-serial', 'ccid', 'usb', 'pci', 'xenbus', 'isa', 'nvme'),
  ),
  index: attrOr('index', uint, -1, { omit: -1 }),
  model: attr('model', str),
  ports: attr('ports', uint),
  vectors: attr('vectors', uint),
  maxGrantFrames: attr('maxGrantFrames', uint),
  maxEventChannels: attr('maxEventChannels', uint),
  modelName: property('model', 'name', str),
  target: child('target', pciTarget),
  driver: child('driver', driver),
  pcihole64: kib('pcihole64'),
  alias: deviceInfo.alias,
  master: child('master', table<{ startport: number }>(() => ({ startport: attrRequired('startport', uint) }))),
  rom: deviceInfo.rom,
  acpi: deviceInfo.acpi,
  address: deviceInfo.address,
}));
