import type { Domain, Interface } from '@virtweave/core-conf';
import { isArm } from '../capabilities/arch.ts';
import { boardOf } from './machine.ts';
import type { DefinitionContext } from './options.ts';

/** Model of a network card whose document names none (`qemuDomainDefaultNetModel`). */
export function completeInterface(networkInterface: Interface, domain: Domain, context: DefinitionContext): void {
  const { source } = networkInterface;
  if (source.type === 'hostdev') {
    // The host's own device does not know these.
    delete networkInterface.filterref;
    if (networkInterface.driver?.name !== 'vfio' && networkInterface.driver?.name !== 'kvm')
      delete networkInterface.driver;
    return;
  }
  if (networkInterface.model !== undefined) {
    networkInterface.model = known.get(networkInterface.model.toLowerCase()) ?? networkInterface.model;
    return;
  }
  const model = source.type === 'vhostuser' ? 'virtio' : defaultModel(domain, context);
  if (model !== undefined) networkInterface.model = model;
}

/** Models that are recognised in any case of letters. */
const known = new Map<string, string>(
  [
    'rtl8139',
    'virtio',
    'e1000',
    'e1000e',
    'igb',
    'virtio-transitional',
    'virtio-non-transitional',
    'usb-net',
    'spapr-vlan',
    'lan9118',
    'smc91c111',
    'vlance',
    'vmxnet',
    'vmxnet2',
    'vmxnet3',
    'netfront',
    'Am79C970A',
    'Am79C973',
    '82540EM',
    '82545EM',
    '82543GC',
  ].map((name) => [name.toLowerCase(), name]),
);

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
