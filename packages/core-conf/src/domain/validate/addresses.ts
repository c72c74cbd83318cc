import type { Device } from '../complete/devices.ts';
import { hex } from '../../table/codec.ts';
import type { Address, CcwAddress, PciAddress } from '../devices/address.ts';
import { refuse, unsupported } from './refuse.ts';

/** Addresses that only some devices may have. */
export function validateAddress({ kind, device }: Device): void {
  const { address } = device as { address?: Address };
  if (address?.type === 'unassigned' && kind !== 'hostdevs') {
    throw unsupported("address of type 'unassigned' is supported only for hostdevs");
  }
}

/** What an address must say, as it is written: before free numbers are given out. */
export function validateAddressDraft(item: Device): void {
  const { address } = item.device as { address?: Address };
  switch (address?.type) {
    case 'pci':
      validateZpci(address);
      break;
    case 'ccw':
      validateCcw(address);
      break;
    case 'dimm':
      if (address.slot === undefined) throw refuse("Missing required attribute 'slot' in element 'address'");
      break;
    default:
  }
  if (address !== undefined && address.type !== 'usb' && isUsbOnly(item)) throw refuse('Invalid address for a USB device');
}

/** s390: the guest's number for a function; 0 is none. */
function validateZpci({ zpci }: PciAddress): void {
  const { uid } = zpci ?? {};
  if (uid !== undefined && (uid === 0 || uid > 0xffff)) {
    throw refuse(`Invalid PCI address uid='${hex(4).format(uid)}', must be > 0x0000 and <= 0xffff`);
  }
}

/** s390: channel subsystem, set and number, all of them or none. */
function validateCcw({ cssid, ssid, devno }: CcwAddress): void {
  const given = [cssid, ssid, devno].filter((one) => one !== undefined);
  if (given.length === 0) return;
  if (cssid === undefined || ssid === undefined || devno === undefined) {
    throw refuse('Invalid partial specification for virtio ccw address', 'VIR_ERR_INTERNAL_ERROR');
  }
  if (cssid > 0xfe || ssid > 3 || devno > 0xffff) {
    throw refuse(
      `Invalid specification for virtio ccw address: cssid='${hex(1).format(cssid)}' ssid='${hex(1).format(ssid)}' devno='${hex(4).format(devno)}'`,
      'VIR_ERR_INTERNAL_ERROR',
    );
  }
}

/** Devices whose address is looked at when they are read; other USB devices may have any. */
function isUsbOnly({ kind, device }: Device): boolean {
  return (kind === 'inputs' && device.bus === 'usb') || kind === 'redirdevs';
}
