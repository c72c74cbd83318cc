import type { Address } from '../devices/address.ts';
import type { DeviceInfo, VirtioOptions } from '../devices/device-info.ts';
import { all, differ, number, onOff, property, quoted, type Check, type Differences } from './words.ts';

/** Where a device is plugged in (`virDomainDeviceInfoCheckABIStability`). */
export const deviceInfo: Check<DeviceInfo> = all(
  property('device address type', ({ address }) => address?.type ?? 'none'),
  function* (source, target) {
    if (source.address !== undefined && target.address?.type === source.address.type)
      yield* address(source.address, target.address);
  },
  quoted('ACPI index', ({ acpi }) => acpi?.index, number),
);

/** The parts of an address that libvirt compares, as it shows them. */
function* address(source: Address, target: Address): Differences {
  const words = showAddress(source);
  if (words === undefined) return;
  const [what, shown] = words;
  if (source.type === 'dimm' && target.type === 'dimm') {
    yield* differ('Target device dimm slot %t does not match source %s', source.slot, target.slot, number);
    yield* differ(
      "Target device dimm base address '%t' does not match source '%s'",
      source.base,
      target.base,
      hexadecimal,
    );
  } else yield* differ(`Target device ${what} %t does not match source %s`, shown, showAddress(target)?.[1]);
}

const hexadecimal = (value: unknown): string => (value === undefined ? '0' : BigInt(value as bigint).toString(16));
const hex = (value: number | undefined, width: number): string => (value ?? 0).toString(16).padStart(width, '0');

function showAddress(one: Address): readonly [what: string, shown: string] | undefined {
  switch (one.type) {
    case 'pci':
      return ['PCI address', `${hex(one.domain, 4)}:${hex(one.bus, 2)}:${hex(one.slot, 2)}.${one.function ?? 0}`];
    case 'drive':
      return ['drive address', `${one.controller}:${one.bus}:${one.unit}`];
    case 'virtio-serial':
      return ['virtio serial address', `${one.controller}:${one.bus}:${one.port ?? 0}`];
    case 'ccid':
      return ['ccid address', `${one.controller}:${one.slot}`];
    case 'isa':
      return ['isa address', `${one.iobase ?? 0}:${one.irq ?? 0}`];
    case 'dimm':
      return ['dimm', ''];
    default:
      return undefined;
  }
}

/** Options that virtio devices of all kinds have. */
export const virtioOptions: Check<VirtioOptions | undefined> = all(
  quoted('device iommu option', (options) => options?.iommu, onOff),
  quoted('device ats option', (options) => options?.ats, onOff),
  quoted('device packed option', (options) => options?.packed, onOff),
  quoted('device page_per_vq option', (options) => options?.pagePerVq, onOff),
);

/** `virtioOptions` of a device's `<driver>`. */
export const driverOptions: Check<{ driver?: VirtioOptions }> = (source, target) =>
  virtioOptions(source.driver, target.driver);
