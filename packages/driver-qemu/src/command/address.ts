import type { Address, Controller, ControllerType, DeviceInfo, Domain } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import { controllerAlias } from './aliases.ts';
import { isPpc64, unsupported } from './builder.ts';
import type { Props } from './json.ts';

/** Properties that say where in the machine a device sits. */
export function addressProps(domain: Domain, device: DeviceInfo): Props {
  const { address } = device;
  switch (address?.type) {
    case 'pci': {
      const { slot = 0, function: func = 0 } = address;
      return {
        bus: pciBus(domain, address.bus ?? 0),
        multifunction: address.multifunction,
        addr: func === 0 ? `0x${slot.toString(16)}` : `0x${slot.toString(16)}.0x${func.toString(16)}`,
        'acpi-index': device.acpi?.index === 0 ? undefined : device.acpi?.index,
      };
    }
    case 'usb':
      return { bus: `${controllerAliasOf(domain, 'usb', address.bus ?? 0)}.0`, port: address.port };
    case 'ccw':
      return { devno: ccwNumber(address) };
    case 'spapr-vio':
      return address.reg === undefined ? {} : { reg: BigInt(address.reg) };
    case 'ccid':
      return { bus: `${controllerAliasOf(domain, 'ccid', address.controller)}.0` };
    case 'isa':
      return { iobase: address.iobase, irq: address.irq };
    case 'dimm':
      return {
        slot: address.slot,
        addr: address.base === undefined || address.base === 0 ? undefined : BigInt(address.base),
      };
    default:
      return {};
  }
}

/** `fe.0.0001`. */
export function ccwNumber({
  cssid = 0,
  ssid = 0,
  devno = 0,
}: {
  cssid?: number;
  ssid?: number;
  devno?: number;
}): string {
  return `${cssid.toString(16)}.${ssid.toString(16)}.${devno.toString(16).padStart(4, '0')}`;
}

/** QEMU's name of a PCI bus. */
export function pciBus(domain: Domain, index: number): string {
  const controller = findController(domain, 'pci', index);
  if (controller === undefined) {
    // Machines without controllers in their document still have the bus.
    if (index === 0) return 'pci.0';
    throw unsupported(`PCI controller with index ${index} not found`);
  }
  const root = controller.model === 'pci-root' || controller.model === 'pcie-root';
  if (root && isPpc64(domain.os.type.arch) && (controller.target?.index ?? 0) !== 0) return `${controller.alias}.0`;
  // The root is on the board: QEMU does not know a name that the user gave it.
  return root ? controllerAlias(controller, domain) : (controller.alias ?? `pci.${index}`);
}

export function findController(domain: Domain, type: ControllerType, index: number): Controller | undefined {
  return domain.devices.controllers.find((controller) => controller.type === type && controller.index === index);
}

/** Alias of the controller that a device refers to. */
export function controllerAliasOf(domain: Domain, type: ControllerType, index: number): string {
  const alias = findController(domain, type, index)?.alias;
  if (alias === undefined) {
    throw new VirtError(
      'VIR_ERR_INTERNAL_ERROR',
      `could not find ${type} controller with index ${index} required for device`,
      {
        domain: 'VIR_FROM_QEMU',
      },
    );
  }
  return alias;
}

export const isAddress = <T extends Address['type']>(
  address: Address | undefined,
  type: T,
): address is Extract<Address, { type: T }> => address?.type === type;
