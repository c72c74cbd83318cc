import { str } from '../table/codec.ts';
import { leaf } from '../table/field.ts';
import type { Fields } from '../table/table.ts';
import { identified, numberSupplied, type IdentifiedName } from './fields.ts';

/** A device on a USB bus. */
export interface UsbDeviceCapability {
  type: 'usb_device';
  bus: number;
  device: number;
  product: IdentifiedName;
  vendor: IdentifiedName;
}

/** An interface of a USB device. */
export interface UsbInterfaceCapability {
  type: 'usb';
  number: number;
  class: number;
  subclass: number;
  protocol: number;
  description?: string;
}

export const usbDevice: Fields<Omit<UsbDeviceCapability, 'type'>> = {
  bus: numberSupplied('bus', 'USB bus number'),
  device: numberSupplied('device', 'USB device number'),
  product: identified('product', 'USB product ID'),
  vendor: identified('vendor', 'USB vendor ID'),
};

export const usbInterface: Fields<Omit<UsbInterfaceCapability, 'type'>> = {
  number: numberSupplied('number', 'USB interface number'),
  class: numberSupplied('class', 'USB interface class'),
  subclass: numberSupplied('subclass', 'USB interface subclass'),
  protocol: numberSupplied('protocol', 'USB interface protocol'),
  description: leaf('description', str),
};
