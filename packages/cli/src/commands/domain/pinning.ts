import { DomainModificationImpact as Impact, DomainVcpuFlags as Vcpu } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { hostCpus, readCpuList, shownCpus } from '../../cpu-list.ts';
import { attempt, CommandError, inOlderForm } from '../../errors.ts';
import { impactOf, impactOptions, impactOrLive } from '../../flags.ts';
import { needed, number, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { table } from '../../table.ts';
import { domainOption, loose } from './options.ts';
import { countVcpus } from './vcpus.ts';

const cpulist = text('host cpu number(s) to set, or omit option to query', { ...loose, mayBeEmpty: true });

const vcpupin = command({
  name: 'vcpupin',
  summary: 'control or query domain vcpu affinity',
  description: 'Pin domain VCPUs to host physical CPUs.',
  options: { domain: domainOption, vcpu: number('vcpu number', loose), cpulist, ...impactOptions },
  async run(shell, args) {
    const impact = impactOf(args);
    const domain = await findDomain(shell, args);
    const written = args.text('cpulist');
    const vcpu = args.uint('vcpu');
    if (written !== undefined && vcpu === undefined) throw new CommandError('vcpupin: Missing vCPU number in pin mode.');
    const hypervisor = await shell.hypervisor();
    const cpus = await hostCpus(shell);
    if (written !== undefined) {
      const plain = !(['config', 'live', 'current'] as const).some((name) => args.has(name));
      const call = hypervisor.domainPinVcpuFlags(domain, vcpu ?? 0, readCpuList(written, cpus), impactOrLive(args));
      await inOlderForm(plain ? 'virDomainPinVcpu' : undefined, call);
      return;
    }
    const count = await countVcpus(shell, domain, (impact | Vcpu.VIR_DOMAIN_VCPU_MAXIMUM) >>> 0);
    if (count === undefined) {
      const live = (impact & Impact.VIR_DOMAIN_AFFECT_LIVE) !== 0;
      throw new CommandError(`cannot get vcpupin for ${live ? 'offline' : 'transient'} domain`);
    }
    const maps = await hypervisor.domainGetVcpuPinInfo(domain, impact);
    const rows = maps.map((map, index) => [String(index), shownCpus(map, cpus)]);
    shell.print(table(['VCPU', 'CPU Affinity'], vcpu === undefined ? rows : rows.slice(vcpu, vcpu + 1), shell.options.quiet));
  },
});

const emulatorpin = command({
  name: 'emulatorpin',
  summary: 'control or query domain emulator affinity',
  description: 'Pin domain emulator threads to host physical CPUs.',
  options: { domain: domainOption, cpulist, ...impactOptions },
  async run(shell, args) {
    const impact = impactOf(args);
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    const cpus = await hostCpus(shell);
    const written = args.text('cpulist');
    if (written !== undefined) {
      await hypervisor.domainPinEmulator(domain, readCpuList(written, cpus), impactOrLive(args));
      return;
    }
    const map = await hypervisor.domainGetEmulatorPinInfo(domain, impact);
    shell.extra(`emulator: CPU Affinity\n${'-'.repeat(34)}\n       *: `);
    shell.line(shownCpus(map, cpus));
  },
});

const iothreadinfo = command({
  name: 'iothreadinfo',
  summary: 'view domain IOThreads',
  description: 'Returns basic information about the domain IOThreads.',
  options: { domain: domainOption, ...impactOptions },
  async run(shell, args) {
    const impact = impactOf(args);
    const domain = await findDomain(shell, args);
    const threads = await attempt(
      (await shell.hypervisor()).domainGetIOThreadInfo(domain, impact),
      'Unable to get domain IOThreads information',
    );
    if (threads.length === 0) {
      shell.extra('No IOThreads found for the domain');
      return;
    }
    const cpus = await hostCpus(shell);
    const rows = threads.map(({ iothreadId, cpumap }) => [String(iothreadId), shownCpus(cpumap, cpus)]);
    shell.print(table(['IOThread ID', 'CPU Affinity'], rows, shell.options.quiet));
  },
});

const iothreadpin = command({
  name: 'iothreadpin',
  summary: 'control domain IOThread affinity',
  description: 'Pin domain IOThreads to host physical CPUs.',
  options: {
    domain: domainOption,
    iothread: number('IOThread ID number', needed),
    cpulist: text('host cpu number(s) to set', needed),
    ...impactOptions,
  },
  async run(shell, args) {
    const impact = impactOf(args);
    const domain = await findDomain(shell, args);
    const thread = args.uint('iothread') ?? 0;
    const map = readCpuList(args.needed('cpulist'), await hostCpus(shell));
    await (await shell.hypervisor()).domainPinIOThread(domain, thread, map, impact);
  },
});

export const commands: readonly AnyCommand[] = [vcpupin, emulatorpin, iothreadinfo, iothreadpin];
