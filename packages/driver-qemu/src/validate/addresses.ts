import type { Address, Device, Domain } from '@virtweave/core-conf';
import { boardOf } from '../definition/machine.ts';
import type { DefinitionContext } from '../definition/options.ts';
import { unsupported } from './refuse.ts';

/** Numbers of an address that QEMU can use (`qemuValidateDomainDeviceDefAddress`). */
export function validateDeviceAddress(item: Device, domain: Domain, context: DefinitionContext): void {
  const device = item.device as { alias?: string; address?: Address; acpi?: { index?: number } };
  const { address } = device;
  if ((device.acpi?.index ?? 0) !== 0) {
    if (!context.has('acpi-index')) throw unsupported('ACPI index is not supported with this QEMU');
    if (address !== undefined && address.type !== 'pci') throw unsupported('ACPI index is only supported for PCI devices');
  }
  switch (address?.type) {
    case 'pci': {
      const { zpci } = address;
      if (zpci === undefined) return;
      if (!context.has('zpci')) throw unsupported("This QEMU binary doesn't support zPCI");
      return;
    }
    case 'spapr-vio':
      if (address.reg !== undefined && Number(address.reg) > 0xffffffff) {
        throw unsupported(
          `spapr-vio reg='0x${address.reg.toString(16)}' exceeds maximum possible value (0xffffffff)`,
        );
      }
      return;
    case 'virtio-s390':
      throw unsupported("'virtio-s390' addresses are no longer supported");
    case 'ccw':
      if (boardOf(domain) !== 's390-ccw') {
        throw unsupported(
          `cannot use CCW address type for device '${device.alias ?? '<null>'}' using machine type '${domain.os.type.machine ?? ''}'`,
        );
      }
      return;
    default:
  }
}
