import type { Device } from '../complete/devices.ts';
import type { Address } from '../devices/address.ts';
import { refuse, unsupported } from './refuse.ts';

/** Addresses that only some devices may have. */
export function validateAddress({ kind, device }: Device): void {
  const { address } = device as { address?: Address };
  if (address?.type === 'unassigned' && kind !== 'hostdevs') {
    throw unsupported("address of type 'unassigned' is supported only for hostdevs");
  }
}

/** s390: the guest's number for a function; 0 is none. Checked as it is written, before free numbers are given out. */
export function validateZpci({ device }: Device): void {
  const { address } = device as { address?: Address };
  const uid = address?.type === 'pci' ? address.zpci?.uid : undefined;
  if (uid === 0) throw refuse("Invalid PCI address uid='0x0000', must be > 0x0000 and <= 0xffff");
}
