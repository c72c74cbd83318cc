import type { Domain, Iommu } from '@virtweave/core-conf';
import { boardOf } from '../definition/machine.ts';
import type { DefinitionContext } from '../definition/options.ts';
import { unsupported } from './refuse.ts';

const options: readonly (readonly [key: 'intremap' | 'cachingMode' | 'eim' | 'iotlb' | 'awBits' | 'dmaTranslation', flag: string, name: string])[] = [
  ['intremap', 'intel-iommu.intremap', 'interrupt remapping'],
  ['cachingMode', 'intel-iommu.caching-mode', 'caching mode'],
  ['eim', 'intel-iommu.eim', 'eim'],
  ['iotlb', 'intel-iommu.device-iotlb', 'device IOTLB'],
  ['awBits', 'intel-iommu.aw-bits', 'aw_bits'],
  ['dmaTranslation', 'intel-iommu.dma-translation', 'dma translation'],
];

/** `qemuValidateDomainDeviceDefIOMMU`. */
export function validateIommu({ model, driver, address }: Iommu, domain: Domain, { has }: DefinitionContext): void {
  const board = boardOf(domain);
  const flag = { intel: 'intel-iommu', smmuv3: 'machine.virt.iommu', virtio: 'virtio-iommu-pci' }[model];
  if (model === 'intel' && board !== 'q35') throw unsupported("IOMMU device: 'intel' is only supported with Q35 machines");
  if (model === 'smmuv3' && board !== 'arm-virt') {
    throw unsupported("IOMMU device: 'smmuv3' is only supported with ARM Virt machines");
  }
  if (model === 'virtio') {
    if (board !== 'q35' && board !== 'arm-virt') {
      throw unsupported("IOMMU device: 'virtio' is only supported with Q35 and ARM Virt machines");
    }
  }
  if (!has(flag)) throw unsupported(`IOMMU device: '${model}' is not supported with this QEMU binary`);
  if (model === 'virtio') {
    if (address !== undefined && address.type !== 'pci') throw unsupported("IOMMU device: 'virtio' needs a PCI address");
    if (domain.features?.acpi !== true) throw unsupported("IOMMU device: 'virtio' requires ACPI");
  }
  for (const [key, needed, name] of options) {
    if (driver?.[key] !== undefined && !has(needed)) {
      throw unsupported(`iommu: ${name} is not supported with this QEMU binary`);
    }
  }
  if (model !== 'intel') return;
  if (driver?.intremap === true && domain.features?.ioapic !== 'qemu') {
    throw unsupported("IOMMU interrupt remapping requires split I/O APIC (ioapic driver='qemu')");
  }
  if (driver?.eim === true && driver.intremap !== true) {
    throw unsupported('IOMMU eim requires interrupt remapping to be enabled');
  }
}
