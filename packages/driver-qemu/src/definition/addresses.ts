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

/** Arm boards on which virtio devices have no bus. */
function hasVirtioMmio({ os }: Domain): boolean {
  return (os.type.machine ?? '').startsWith('vexpress-');
}

function assignVirtioMmioAddresses({ devices }: Domain): void {
  eachDevice(devices, (item) => {
    const device = item.device as { address?: Address };
    if (device.address === undefined && isCcw(item)) device.address = { type: 'virtio-mmio' };
  });
}
