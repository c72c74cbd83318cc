import type { Domain } from '@virtweave/core-conf';
import { assignCcwAddresses } from './ccw-addresses.ts';
import { boardOf } from './machine.ts';
import { assignMemoryAddresses } from './memory-addresses.ts';
import type { DefinitionContext } from './options.ts';
import { assignPciAddresses } from './pci-addresses.ts';
import { assignSpaprAddresses } from './spapr-addresses.ts';
import { assignUsbAddresses } from './usb-addresses.ts';
import { assignVirtioSerialAddresses } from './virtio-serial-addresses.ts';

/** Gives every device its place (`qemuDomainAssignAddresses`). */
export function assignAddresses(domain: Domain, context: DefinitionContext): void {
  assignVirtioSerialAddresses(domain);
  if (boardOf(domain) === 'pseries') assignSpaprAddresses(domain);
  if (boardOf(domain) === 's390-ccw') assignCcwAddresses(domain);
  assignPciAddresses(domain, context);
  // Ports of an old definition are left to its start, as they always were.
  if (context.newDefinition) assignUsbAddresses(domain);
  assignMemoryAddresses(domain);
}
