import type { Domain } from '@virtweave/core-conf';
import { boardOf } from './machine.ts';
import type { DefinitionContext } from './options.ts';

/** Features that a guest has without saying so (`qemuDomainDefEnableDefaultFeatures`). */
export function completeFeatures(domain: Domain, context: DefinitionContext): void {
  if (boardOf(domain) === 'arm-virt') completeGic(domain, context);
  const { features } = domain;
  // Nothing on s390 can tell the guest about ACPI.
  if (features !== undefined && domain.os.type.arch === 's390x' && !context.newDefinition) delete features.acpi;
  if (features?.hyperv !== undefined) features.hyperv.mode ??= 'custom';
}

/**
 * The newest interrupt controller that works; the translator's version 3 lacks message signalled interrupts, so that it
 * takes 2.
 */
function completeGic(domain: Domain, { capabilities }: DefinitionContext): void {
  const features = (domain.features ??= {});
  if (features.gic?.version !== undefined) return;
  const kvm = domain.type === 'kvm';
  const able = (capabilities?.gic ?? [])
    .filter(({ kernel, emulated }) => (kvm ? kernel : emulated))
    .map(({ version }) => version);
  const version = kvm && able.includes(3) ? '3' : able.includes(2) || able.length === 0 ? '2' : '3';
  features.gic = { version };
}
