import { hex, natural, oneOf, onOff, positive, str, uint, uintC } from '../../table/codec.ts';
import { attr, attrOr, attrRequired, leaf, property, type Field } from '../../table/field.ts';
import { problem } from '../../table/problem.ts';
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
  chassisNr: attr('chassisNr', uintC),
  chassis: attr('chassis', uintC),
  port: attr('port', hex(1)),
  busNr: attr('busNr', uintC),
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

/** The models of each type of controller; those that are not here have none. */
const models: { readonly [K in ControllerType]?: readonly string[] } = {
  pci: [
    'pci-root', 'pcie-root', 'pci-bridge', 'dmi-to-pci-bridge', 'pcie-to-pci-bridge', 'pcie-root-port', 'pcie-switch-upstream-port',
    'pcie-switch-downstream-port', 'pci-expander-bus', 'pcie-expander-bus',
  ],
  scsi: [
    'auto', 'buslogic', 'lsilogic', 'lsisas1068', 'vmpvscsi', 'ibmvscsi', 'virtio-scsi', 'lsisas1078', 'virtio-transitional',
    'virtio-non-transitional', 'ncr53c90', 'am53c974', 'dc390',
  ],
  usb: [
    'piix3-uhci', 'piix4-uhci', 'ehci', 'ich9-ehci1', 'ich9-uhci1', 'ich9-uhci2', 'ich9-uhci3', 'vt82c686b-uhci', 'pci-ohci', 'nec-xhci',
    'qusb1', 'qusb2', 'qemu-xhci', 'none',
  ],
  ide: ['piix3', 'piix4', 'ich6'],
  'virtio-serial': ['virtio', 'virtio-transitional', 'virtio-non-transitional'],
};

const model: Field<string> = {
  ...attr('model', str),
  read(element) {
    const text = element.attr('model');
    if (text === undefined || models[element.attr('type') as ControllerType]?.includes(text) === true) return text;
    throw problem(element, `Unknown model type '${text}'`, { attribute: 'model', code: 'VIR_ERR_CONFIG_UNSUPPORTED' });
  },
};

export const controller: Table<Controller> = table<Controller>(() => ({
  type: attrRequired(
    'type',
    oneOf('ide', 'fdc', 'scsi', 'sata', 'virtio-serial', 'ccid', 'usb', 'pci', 'xenbus', 'isa', 'nvme'),
  ),
  index: attrOr('index', natural, -1, { omit: -1 }),
  model,
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
