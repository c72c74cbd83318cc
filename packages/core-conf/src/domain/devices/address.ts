import { pciFields } from '../../common/pci-fields.ts';
import { attr, attrOr, type Field } from '../../table/field.ts';
import { hex, hex64Digits, onOff, refine, refusing, str, uint, type Int64 } from '../../table/codec.ts';
import { child, unionChild } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';

/** Where a device is plugged in: `<address type='...'/>`. */
export type Address =
  | PciAddress
  | DriveAddress
  | UsbAddress
  | VirtioSerialAddress
  | CcwAddress
  | IsaAddress
  | DimmAddress
  | SpaprVioAddress
  | CcidAddress
  | VirtioMmioAddress
  | VirtioS390Address
  | UnassignedAddress;

export type AddressType = Address['type'];

/** A function of a PCI device. Without `slot` it is to be assigned. */
export interface PciAddress {
  type: 'pci';
  domain?: number;
  bus?: number;
  slot?: number;
  function?: number;
  /** The device has further functions. */
  multifunction?: boolean;
  /** s390: the numbers by which the guest knows the function. */
  zpci?: ZpciAddress;
}

export interface ZpciAddress {
  uid?: number;
  fid?: number;
}

/** A place on a disk controller. */
export interface DriveAddress {
  type: 'drive';
  controller: number;
  bus: number;
  target: number;
  unit: number;
}

export interface UsbAddress {
  type: 'usb';
  bus?: number;
  /** Port, and those of the hubs on the way, such as `1.2`. */
  port?: string;
}

export interface VirtioSerialAddress {
  type: 'virtio-serial';
  controller: number;
  bus: number;
  port: number;
}

/** s390 channel device. Without `devno` it is to be assigned. */
export interface CcwAddress {
  type: 'ccw';
  cssid?: number;
  ssid?: number;
  devno?: number;
}

export interface IsaAddress {
  type: 'isa';
  iobase?: number;
  irq?: number;
}

/** A memory slot. */
export interface DimmAddress {
  type: 'dimm';
  slot?: number;
  base?: Int64;
}

/** POWER virtual I/O. */
export interface SpaprVioAddress {
  type: 'spapr-vio';
  reg?: Int64;
}

export interface CcidAddress {
  type: 'ccid';
  controller: number;
  slot: number;
}

export interface VirtioMmioAddress {
  type: 'virtio-mmio';
}

export interface VirtioS390Address {
  type: 'virtio-s390';
}

/** Kept free of an address on purpose: the device is not plugged in. */
export interface UnassignedAddress {
  type: 'unassigned';
}

const zpci: Table<ZpciAddress> = table<ZpciAddress>(() => ({
  uid: attr('uid', hex(4)),
  fid: attr('fid', hex(8)),
}));


const usbPort = refusing(
  refine(str, (port) => (/^\d{1,3}(\.\d{1,3}){0,3}$/.test(port) ? port : undefined)),
  () => ({ code: 'VIR_ERR_INTERNAL_ERROR', detail: "Cannot parse <address> 'port' attribute" }),
);

/** `<address>` of a guest device. */
export const address: Field<Address> = unionChild<Address>('address', 'type', () => ({
  pci: { ...pciFields, multifunction: attr('multifunction', onOff), zpci: child('zpci', zpci) },
  drive: {
    controller: attrOr('controller', uint, 0),
    bus: attrOr('bus', uint, 0),
    target: attrOr('target', uint, 0),
    unit: attrOr('unit', uint, 0),
  },
  usb: { bus: attr('bus', uint), port: attr('port', usbPort) },
  'virtio-serial': {
    controller: attrOr('controller', uint, 0),
    bus: attrOr('bus', uint, 0),
    port: attrOr('port', uint, 0),
  },
  ccw: { cssid: attr('cssid', hex(1)), ssid: attr('ssid', hex(1)), devno: attr('devno', hex(4)) },
  isa: { iobase: attr('iobase', hex(1)), irq: attr('irq', hex(1)) },
  dimm: { slot: attr('slot', uint), base: attr('base', hex64Digits(1)) },
  'spapr-vio': { reg: attr('reg', hex64Digits(8)) },
  ccid: { controller: attrOr('controller', uint, 0), slot: attrOr('slot', uint, 0) },
  'virtio-mmio': {},
  'virtio-s390': {},
  unassigned: {},
}));
