import type { DeviceInfo, VirtioOptions } from '@virtweave/core-conf';
import { unsupported } from './builder.ts';
import type { Props } from './json.ts';

/**
 * Name of a virtio device for the bus it sits on: `virtio-blk` becomes `virtio-blk-pci`, `virtio-blk-ccw`,
 * `virtio-blk-device` (memory-mapped), and for PCI with the generation when one is asked for.
 */
export function virtioDriver(base: string, device: DeviceInfo, model?: string): string {
  switch (device.address?.type) {
    case 'pci':
      if (model === 'virtio-transitional') return `${base}-pci-transitional`;
      if (model === 'virtio-non-transitional') return `${base}-pci-non-transitional`;
      return `${base}-pci`;
    case 'ccw':
      return `${base}-ccw`;
    case 'virtio-mmio':
      return `${base}-device`;
    case 'virtio-s390':
      return `${base}-s390`;
    default:
      throw unsupported(`Unexpected address type for '${base}'`);
  }
}

/** What `<driver iommu= ats= packed= page_per_vq=>` says. */
export function virtioProps(options: VirtioOptions | undefined): Props {
  return {
    iommu_platform: options?.iommu,
    ats: options?.ats,
    packed: options?.packed,
    'page-per-vq': options?.pagePerVq,
  };
}
