import type { Domain } from '@virtweave/core-conf';
import { preferredMachine } from '../capabilities/preferred-machine.ts';
import { targetFromArch } from '../capabilities/arch.ts';
import { acceleratorOf, type DefinitionContext } from './options.ts';

/**
 * Architecture, emulator and machine: what all other rules build on (`qemuDomainDefPostParseBasic`,
 * `qemuDomainDefMachinePostParse`).
 */
export function prepareDomain(domain: Domain, context: DefinitionContext): void {
  const { os, devices } = domain;
  const { capabilities } = context;
  os.type.arch ??= capabilities?.arch ?? context.hostArch;
  devices.emulator ??= capabilities?.emulator ?? `/usr/bin/qemu-system-${targetFromArch(os.type.arch)}`;
  const accelerator = acceleratorOf(domain.type);
  const machine =
    os.type.machine ?? capabilities?.preferredMachine(accelerator)?.name ?? preferredMachine(os.type.arch);
  if (machine !== undefined) os.type.machine = capabilities?.canonicalMachine(machine, accelerator) ?? machine;
}
