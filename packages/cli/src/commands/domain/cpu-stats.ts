import type { TypedParams } from '@virtweave/core-api';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError } from '../../errors.ts';
import { flag, number } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { shownValue } from '../../typed-params.ts';
import { domainOption, loose } from './options.ts';

const cpuStats = command({
  name: 'cpu-stats',
  summary: 'show domain cpu statistics',
  description: "Display per-CPU and total statistics about the domain's CPUs",
  options: {
    domain: domainOption,
    total: flag('Show total statistics only'),
    start: number('Show statistics from this CPU', loose),
    count: number('Number of shown CPUs at most', loose),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const start = args.int('start') ?? 0;
    if (start < 0) throw new CommandError('Invalid value for start CPU');
    const count = args.int('count') ?? Infinity;
    if (count < 0) throw new CommandError('Invalid value for number of CPUs to show');
    const each = args.has('start') || args.has('count') || !args.flag('total');
    const total = args.flag('total') || !(args.has('start') || args.has('count'));
    const hypervisor = await shell.hypervisor();
    const failure = `Failed to retrieve CPU statistics for domain '${domain.name}'`;
    if (each && count > 0) {
      const all = await attempt(hypervisor.domainGetCPUStats(domain, 0, 0, 0), failure);
      if (start >= all.length) throw new CommandError(`Start CPU ${start} is out of range (min: 0, max: ${all.length - 1})`);
      all.slice(start, start + count).forEach((params, index) => shell.print(`CPU${start + index}:\n${shown(params)}`));
    }
    if (!total) return;
    const [params = []] = await attempt(hypervisor.domainGetCPUStats(domain, -1, 1, 0), failure);
    shell.print(params.length === 0 ? 'No total stats available\n' : `Total:\n${shown(params)}`);
  },
});

/** Nanoseconds are shown as seconds. */
function shown(params: TypedParams): string {
  return params
    .map((param) => {
      const label = `\t${param.name.padEnd(12)} `;
      if (param.type !== 'ullong') return `${label}${shownValue(param)}\n`;
      const seconds = String(param.value / 1_000_000_000n).padStart(9);
      return `${label}${seconds}.${String(param.value % 1_000_000_000n).padStart(9, '0')} seconds\n`;
    })
    .join('');
}

export const commands: readonly AnyCommand[] = [cpuStats];
