import type { TypedParam } from '@virtweave/core-api';
import { DomainMemoryModFlags as Memory } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError } from '../../errors.ts';
import { impactOf, impactOptions, impactOrLive } from '../../flags.ts';
import { needed, number, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { labelled, paramLines, showOrChange, shownValue } from '../../typed-params.ts';
import { domainOption, loose } from './options.ts';

/** Sizes are told in KiB, rounded up. */
const kib = (bytes: bigint): bigint => (bytes + 1023n) / 1024n;

const setmem = command({
  name: 'setmem',
  summary: 'change memory allocation',
  description: 'Change the current memory allocation in the guest domain.',
  options: {
    domain: domainOption,
    size: number('new memory size, as scaled integer (default KiB)', needed),
    ...impactOptions,
  },
  async run(shell, args) {
    const impact = impactOrLive(args);
    const domain = await findDomain(shell, args);
    const size = kib(args.bytes('size', 1024) ?? 0n);
    await (await shell.hypervisor()).domainSetMemoryFlags(domain, size, impact);
  },
});

const setmaxmem = command({
  name: 'setmaxmem',
  summary: 'change maximum memory limit',
  description: 'Change the maximum memory allocation limit in the guest domain.',
  options: {
    domain: domainOption,
    size: number('new maximum memory size, as scaled integer (default KiB)', needed),
    ...impactOptions,
  },
  async run(shell, args) {
    const flags = (impactOf(args) | Memory.VIR_DOMAIN_MEM_MAXIMUM) >>> 0;
    const domain = await findDomain(shell, args);
    const size = kib(args.bytes('size', 1024) ?? 0n);
    const hypervisor = await shell.hypervisor();
    await attempt(hypervisor.domainSetMemoryFlags(domain, size, flags), 'Unable to change MaxMemorySize');
  },
});

/** `VIR_DOMAIN_MEMORY_PARAM_UNLIMITED`, KiB */
const unlimited = 9_007_199_254_740_991n;

const memtune = command({
  name: 'memtune',
  summary: 'Get or set memory parameters',
  description: 'Get or set the current memory parameters for a guest domain.\nTo get the memory parameters use following command:\n\nvirtweave # memtune <domain>',
  options: {
    domain: domainOption,
    'hard-limit': number('Max memory, as scaled integer (default KiB)', loose),
    'soft-limit': number('Memory during contention, as scaled integer (default KiB)', loose),
    'swap-hard-limit': number('Max memory plus swap, as scaled integer (default KiB)', loose),
    'min-guarantee': number('Min guaranteed memory, as scaled integer (default KiB)', loose),
    ...impactOptions,
  },
  async run(shell, args) {
    const impact = impactOf(args);
    const domain = await findDomain(shell, args);
    const params: TypedParam[] = [];
    for (const name of ['hard-limit', 'soft-limit', 'swap-hard-limit', 'min-guarantee'] as const) {
      const written = args.text(name);
      if (written === undefined) continue;
      params.push({ name: name.replaceAll('-', '_'), type: 'ullong', value: limit() });

      function limit(): bigint {
        if (/^-\d+$/.test(written as string)) return unlimited;
        try {
          return kib(args.bytes(name, 1024) ?? 0n);
        } catch {
          throw new CommandError(`Unable to parse integer parameter ${name}`);
        }
      }
    }
    const hypervisor = await shell.hypervisor();
    await showOrChange(shell, params, {
      what: 'memory parameters',
      get: () => hypervisor.domainGetMemoryParameters(domain, impact),
      set: (changes) => hypervisor.domainSetMemoryParameters(domain, changes, impact),
      show: (current) =>
        current.map((param) => labelled(param.name, param.value === unlimited ? 'unlimited' : shownValue(param))).join(''),
    });
  },
});

/** `virDomainNumatuneMemMode` */
const modes = ['strict', 'preferred', 'interleave', 'restrictive'] as const;

const numatune = command({
  name: 'numatune',
  summary: 'Get or set numa parameters',
  description: 'Get or set the current numa parameters for a guest domain.\nTo get the numa parameters use following command:\n\nvirtweave # numatune <domain>',
  options: {
    domain: domainOption,
    mode: text('NUMA mode, one of strict, preferred and interleave \nor a number from the virDomainNumatuneMemMode enum', loose),
    nodeset: text('NUMA node selections to set', loose),
    ...impactOptions,
  },
  async run(shell, args) {
    const impact = impactOf(args);
    const domain = await findDomain(shell, args);
    const params: TypedParam[] = [];
    const nodeset = args.text('nodeset');
    if (nodeset !== undefined) params.push({ name: 'numa_nodeset', type: 'string', value: nodeset });
    const mode = args.text('mode');
    if (mode !== undefined) params.push({ name: 'numa_mode', type: 'int', value: modeOf(mode) });
    const hypervisor = await shell.hypervisor();
    await showOrChange(shell, params, {
      what: 'numa parameters',
      get: () => hypervisor.domainGetNumaParameters(domain, impact),
      set: (changes) => hypervisor.domainSetNumaParameters(domain, changes, impact),
      show: (current) =>
        current
          .map((param) =>
            param.name === 'numa_mode' && param.type === 'int'
              ? labelled(param.name, modes[param.value] ?? String(param.value))
              : paramLines([param]),
          )
          .join(''),
    });
  },
});

function modeOf(written: string): number {
  if (/^\d+$/.test(written)) return Number(written);
  const mode = modes.indexOf(written as (typeof modes)[number]);
  if (mode < 0) throw new CommandError(`Invalid mode: ${written}`);
  return mode;
}

export const commands: readonly AnyCommand[] = [setmem, setmaxmem, memtune, numatune];
