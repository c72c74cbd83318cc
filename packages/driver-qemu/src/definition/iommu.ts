import type { Domain } from '@virtweave/core-conf';
import { boardOf } from './machine.ts';
import type { DefinitionContext } from './options.ts';

/** As many processors as interrupts can be sent to without extended mode. */
const vcpusWithoutEim = 255;

/** A new guest with many processors needs an IOMMU that sends interrupts to all of them. */
export function completeIommu(domain: Domain, context: DefinitionContext): void {
  const { devices, vcpu } = domain;
  if (!context.newDefinition || boardOf(domain) !== 'q35' || vcpu.max <= vcpusWithoutEim) return;
  devices.iommu ??= { model: 'intel' };
  if (devices.iommu.model !== 'intel') return;
  const driver = (devices.iommu.driver ??= {});
  driver.intremap ??= true;
  driver.eim ??= true;
  (domain.features ??= {}).ioapic ??= 'qemu';
}
