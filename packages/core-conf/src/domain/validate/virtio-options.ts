import type { Device } from '../complete/devices.ts';
import type { VirtioOptions } from '../devices/device-info.ts';
import { unsupported } from './refuse.ts';

const names: readonly (readonly [key: keyof VirtioOptions, name: string])[] = [
  ['iommu', 'iommu'],
  ['ats', 'ats'],
  ['packed', 'packed'],
  ['pagePerVq', 'page_per_vq'],
];

/** Options that only virtio devices have. */
export function validateVirtioOptions(item: Device): void {
  const { driver } = item.device as { driver?: VirtioOptions };
  if (driver === undefined || isVirtio(item)) return;
  for (const [key, name] of names) {
    if (driver[key] !== undefined) throw unsupported(`${name} driver option is only supported for virtio devices`);
  }
}

function isVirtio(item: Device): boolean {
  switch (item.kind) {
    case 'disks':
      return item.device.target.bus === 'virtio';
    case 'interfaces':
      return item.device.model?.startsWith('virtio') === true;
    case 'inputs':
      return item.device.bus === 'virtio' || item.device.type === 'passthrough';
    case 'videos':
      return item.device.model.type === 'virtio';
    case 'memballoon':
      return item.device.model.startsWith('virtio');
    case 'controllers':
      return item.device.type === 'virtio-serial' || item.device.model?.startsWith('virtio') === true;
    case 'sounds':
      return item.device.model === 'virtio';
    default:
      return true;
  }
}
