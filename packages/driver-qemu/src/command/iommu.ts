import { addressProps } from './address.ts';
import type { CommandBuilder } from './builder.ts';
import { onOff } from './json.ts';

/** The guest's IOMMU. ARM's is a part of the machine. */
export function iommu(build: CommandBuilder): void {
  const { iommu } = build.domain.devices;
  if (iommu === undefined) return;
  const { driver } = iommu;
  build.part('/domain/devices/iommu', () => {
    switch (iommu.model) {
      case 'intel':
        build.device({
          driver: 'intel-iommu',
          id: iommu.alias,
          intremap: onOff(driver?.intremap),
          'caching-mode': driver?.cachingMode,
          eim: onOff(driver?.eim),
          'device-iotlb': driver?.iotlb,
          'aw-bits': driver?.awBits === 0 ? undefined : driver?.awBits,
          'dma-translation': driver?.dmaTranslation,
        });
        break;
      case 'virtio':
        build.device({ driver: 'virtio-iommu', id: iommu.alias, ...addressProps(build.domain, iommu) });
        break;
      case 'smmuv3':
        break;
    }
  });
}
