import { eachDevice, type Address, type Domain } from '@virtweave/core-conf';
import { assignCcwAddresses, isCcw } from './ccw-addresses.ts';
import { boardOf } from './machine.ts';
import { assignMemoryAddresses } from './memory-addresses.ts';
import type { DefinitionContext } from './options.ts';
import { assignPciAddresses } from './pci-addresses.ts';
import { assignSpaprAddresses } from './spapr-addresses.ts';
import { assignUsbAddresses } from './usb-addresses.ts';
import { assignVirtioSerialAddresses } from './virtio-serial-addresses.ts';
import { assignZpciAddresses } from './zpci-addresses.ts';

/** Gives every device its place (`qemuDomainAssignAddresses`). */
export function assignAddresses(domain: Domain, context: DefinitionContext): void {
  assignVirtioSerialAddresses(domain);
  assignSpaprAddresses(domain);
  if (hasVirtioMmio(domain)) assignVirtioMmioAddresses(domain);
  if (boardOf(domain) === 's390-ccw') assignCcwAddresses(domain);
  assignPciAddresses(domain, context);
  assignZpciAddresses(domain, context);
  // Ports of an old definition are left to its start, as they always were.
  if (context.newDefinition) assignUsbAddresses(domain);
  assignMemoryAddresses(domain);
}

/** Boards on which virtio devices have no bus, and guests that prefer to have none. */
function hasVirtioMmio(domain: Domain): boolean {
  if ((domain.os.type.machine ?? '').startsWith('vexpress-')) return true;
  const board = boardOf(domain);
  if (board !== 'arm-virt' && board !== 'riscv-virt') return false;
  let found = false;
  eachDevice(domain.devices, (item) => {
    if ((item.device as { address?: Address }).address?.type === 'virtio-mmio') found = true;
  });
  return found;
}

function assignVirtioMmioAddresses({ devices }: Domain): void {
  eachDevice(devices, (item) => {
    const device = item.device as { address?: Address };
    if (device.address === undefined && isCcw(item)) device.address = { type: 'virtio-mmio' };
  });
}
