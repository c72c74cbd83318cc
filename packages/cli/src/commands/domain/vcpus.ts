import type { DomainRef } from '@virtweave/core-api';
import { DomainModificationImpact as Impact, DomainVcpuFlags as Vcpu } from '@virtweave/core-api/constants';
import { isVirtError } from '@virtweave/core-util/errors';
import { command, type AnyCommand } from '../../command.ts';
import { hostCpus, shownCpuMask, shownCpus } from '../../cpu-list.ts';
import { CommandError, inOlderForm } from '../../errors.ts';
import { exclusive, flagsOf, impactOf, impactOptions, impactOrLive } from '../../flags.ts';
import { malformed } from '../../grammar/args.ts';
import { flag, needed, number, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import type { Shell } from '../../shell.ts';
import { paramLines } from '../../typed-params.ts';
import { domainOption, loose } from './options.ts';

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
    if (args.flag('maximum') && !args.flag('config')) throw new CommandError('Option --config is required by option --maximum');
    const domain = await findDomain(shell, args);
    const count = args.uint('count');
    if (count === undefined) throw malformed('count', args.needed('count'));
    if (count === 0) throw new CommandError("Can't set 0 processors for a VM");
    const kind = flagsOf(args, {
      maximum: Vcpu.VIR_DOMAIN_VCPU_MAXIMUM,
      guest: Vcpu.VIR_DOMAIN_VCPU_GUEST,
      hotpluggable: Vcpu.VIR_DOMAIN_VCPU_HOTPLUGGABLE,
    });
    const flags = (kind === 0 ? impactOrLive(args) : impact | kind) >>> 0;
    const plain = kind === 0 && !Object.keys(impactOptions).some((name) => args.has(name as keyof typeof impactOptions));
    const call = (await shell.hypervisor()).domainSetVcpusFlags(domain, count, flags);
    await inOlderForm(plain ? 'virDomainSetVcpus' : undefined, call);
  },
});

const setvcpu = command({
  name: 'setvcpu',
  summary: 'attach/detach vcpu or groups of threads',
  description: 'Add or remove vcpus',
  options: {
    domain: domainOption,
    vcpulist: text('ids of vcpus to manipulate', needed),
    enable: flag('enable cpus specified by cpumap'),
    disable: flag('disable cpus specified by cpumap'),
    ...impactOptions,
  },
  async run(shell, args) {
    exclusive(args, 'enable', 'disable');
    const impact = impactOf(args);
    if (!args.flag('enable') && !args.flag('disable')) throw new CommandError('one of --enable, --disable is required');
    const domain = await findDomain(shell, args);
    const state = args.flag('enable') ? 1 : 0;
    await (await shell.hypervisor()).domainSetVcpu(domain, args.needed('vcpulist'), state, impact);
  },
});

const guestvcpus = command({
  name: 'guestvcpus',
  summary: 'query or modify state of vcpu in the guest (via agent)',
  description: "Use the guest agent to query or set cpu state from guest's point of view",
  options: {
    domain: domainOption,
    cpulist: text('list of cpus to enable or disable', loose),
    enable: flag('enable cpus specified by cpulist'),
    disable: flag('disable cpus specified by cpulist'),
  },
  async run(shell, args) {
    exclusive(args, 'enable', 'disable');
    for (const name of ['enable', 'disable'] as const) {
      if (args.flag(name) && !args.has('cpulist')) throw new CommandError(`Option --cpulist is required by option --${name}`);
    }
    const list = args.text('cpulist');
    if (list !== undefined && !args.flag('enable') && !args.flag('disable')) {
      throw new CommandError('One of options --enable or --disable is required by option --cpulist');
    }
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    if (list !== undefined) await hypervisor.domainSetGuestVcpus(domain, list, args.flag('enable') ? 1 : 0, 0);
    else shell.print(paramLines(await hypervisor.domainGetGuestVcpus(domain, 0)));
  },
});

/** @returns nothing where the domain has no such side: it does not run, or has no definition */
export async function countVcpus(shell: Shell, domain: DomainRef, flags: number): Promise<number | undefined> {
  const hypervisor = await shell.hypervisor();
  if ((flags & Impact.VIR_DOMAIN_AFFECT_LIVE) !== 0 && !(await hypervisor.domainIsActive(domain))) return undefined;
  if ((flags & Impact.VIR_DOMAIN_AFFECT_CONFIG) !== 0 && !(await hypervisor.domainIsPersistent(domain))) return undefined;
  return await hypervisor.domainGetVcpusFlags(domain, flags);
}

const vcpucount = command({
  name: 'vcpucount',
  summary: 'domain vcpu counts',
  description: 'Returns the number of virtual CPUs used by the domain.',
  options: {
    domain: domainOption,
    maximum: flag('get maximum count of vcpus'),
    active: flag('get number of currently active vcpus'),
    live: flag('get value from running domain'),
    config: flag('get value to be used on next boot'),
    current: flag('get value according to current domain state'),
    guest: flag('retrieve vcpu count from the guest instead of the hypervisor'),
  },
  async run(shell, args) {
    exclusive(args, 'live', 'config');
    exclusive(args, 'active', 'maximum');
    exclusive(args, 'guest', 'config');
    const domain = await findDomain(shell, args);
    const sides = {
      maximum: Vcpu.VIR_DOMAIN_VCPU_MAXIMUM,
      config: Vcpu.VIR_DOMAIN_VCPU_CONFIG,
      live: Vcpu.VIR_DOMAIN_VCPU_LIVE,
      guest: Vcpu.VIR_DOMAIN_VCPU_GUEST,
    };
    if (args.has('current') || args.has('active') || flagsOf(args, sides) !== 0) {
      shell.line(String(await (await shell.hypervisor()).domainGetVcpusFlags(domain, flagsOf(args, sides))));
      return;
    }
    for (const kind of ['maximum', 'current'] as const) {
      for (const side of ['config', 'live'] as const) {
        const flags = sides[side] | (kind === 'maximum' ? sides.maximum : 0);
        const count = await countVcpus(shell, domain, flags).catch((error: unknown) => {
          // An older hypervisor knows one side only.
          if (isVirtError(error, 'VIR_ERR_NO_SUPPORT') || isVirtError(error, 'VIR_ERR_INVALID_ARG')) return undefined;
          throw error;
        });
        if (count !== undefined) shell.line(`${kind.padEnd(12)} ${side.padEnd(12)} ${String(count).padStart(3)}`);
      }
    }
  },
});

const vcpuStates = ['offline', 'running', 'blocked'] as const;

const vcpuinfo = command({
  name: 'vcpuinfo',
  summary: 'detailed domain vcpu information',
  description: 'Returns basic information about the domain virtual CPUs.',
  options: { domain: domainOption, pretty: flag('return human readable output') },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const cpus = await hostCpus(shell);
    const affinity = (map: Uint8Array): string =>
      args.flag('pretty') ? `${shownCpus(map, cpus)} (out of ${cpus})` : shownCpuMask(map, cpus);
    const blocks = (await vcpuRows(shell, domain)).map(
      ({ rows, map }) => `${rows.map(([label, value]) => `${label.padEnd(15)} ${value}\n`).join('')}CPU Affinity:   ${affinity(map)}\n`,
    );
    shell.print(blocks.join('\n'));
  },
});

interface VcpuRows {
  readonly rows: readonly (readonly [string, string])[];
  readonly map: Uint8Array;
}

/** Of a guest that does not run, its definition tells how many there are and where they may run. */
async function vcpuRows(shell: Shell, domain: DomainRef): Promise<VcpuRows[]> {
  const hypervisor = await shell.hypervisor();
  if (await hypervisor.domainIsActive(domain)) {
    return (await hypervisor.domainGetVcpus(domain)).map(({ number: vcpu, cpu, state, cpuTime, cpumap: map }) => ({
      rows: [
        ['VCPU:', String(vcpu)],
        ['CPU:', cpu >= 0 ? String(cpu) : 'N/A'],
        ['State:', vcpuStates[state] ?? 'no state'],
        ...(cpuTime === 0n ? [] : [['CPU time:', `${(Number(cpuTime) / 1e9).toFixed(1)}s`] as const]),
      ],
      map,
    }));
  }
  const maps = await hypervisor.domainGetVcpuPinInfo(domain, Impact.VIR_DOMAIN_AFFECT_CONFIG);
  return maps.map((map, vcpu) => ({
    rows: [['VCPU:', String(vcpu)], ['CPU:', 'N/A'], ['State:', 'N/A'], ['CPU time', 'N/A']],
    map,
  }));
}

export const commands: readonly AnyCommand[] = [setvcpus, setvcpu, guestvcpus, vcpucount, vcpuinfo];
