import { DomainVcpuFlags as Vcpu } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { exclusive, flagsOf, impactOf, impactOptions } from '../../flags.ts';
import { malformed } from '../../grammar/args.ts';
import { flag, needed, number } from '../../grammar/option.ts';
import { findDomain } from '../../objects.ts';
import { domainOption } from './options.ts';

const setvcpus = command({
  name: 'setvcpus',
  summary: 'change number of virtual CPUs',
  description: 'Change the number of virtual CPUs in the guest domain.',
  options: {
    domain: domainOption,
    count: number('number of virtual CPUs', needed),
    maximum: flag('set maximum limit on next boot'),
    ...impactOptions,
    guest: flag('modify cpu state in the guest'),
    hotpluggable: flag('make added vcpus hot(un)pluggable'),
  },
  async run(shell, args) {
    exclusive(args, 'guest', 'config');
    exclusive(args, 'guest', 'maximum');
    const impact = impactOf(args);
    const domain = await findDomain(shell, args);
    const count = args.uint('count') ?? 0;
    if (count === 0) throw malformed('count', args.needed('count'));
    const flags = flagsOf(args, {
      maximum: Vcpu.VIR_DOMAIN_VCPU_MAXIMUM,
      guest: Vcpu.VIR_DOMAIN_VCPU_GUEST,
      hotpluggable: Vcpu.VIR_DOMAIN_VCPU_HOTPLUGGABLE,
    });
    await (await shell.hypervisor()).domainSetVcpusFlags(domain, count, (impact | flags) >>> 0);
  },
});

export const commands: readonly AnyCommand[] = [setvcpus];
