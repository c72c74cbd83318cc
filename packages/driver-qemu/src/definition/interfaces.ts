import type { Domain, Interface } from '@virtweave/core-conf';
import { isArm } from '../capabilities/arch.ts';
import { boardOf } from './machine.ts';
import type { DefinitionContext } from './options.ts';

/** Model of a network card whose document names none (`qemuDomainDefaultNetModel`). */
export function completeInterface(networkInterface: Interface, domain: Domain, context: DefinitionContext): void {
  if (networkInterface.source.type === 'hostdev' || networkInterface.model !== undefined) return;
  const model = defaultModel(domain, context);
  if (model !== undefined) networkInterface.model = model;
}

function defaultModel(domain: Domain, context: DefinitionContext): string | undefined {
  const arch = domain.os.type.arch ?? '';
  const board = boardOf(domain);
  if (arch === 's390x') return 'virtio';
  if (isArm(arch)) {
    if (board === 'versatilepb') return 'smc91c111';
    return board === 'arm-virt' ? 'virtio' : 'lan9118';
  }
  if (board === 'riscv-virt' || board === 'loongarch-virt') return 'virtio';
  if (context.has('rtl8139')) return 'rtl8139';
  if (context.has('e1000')) return 'e1000';
  return context.has('virtio-net') ? 'virtio' : undefined;
}
