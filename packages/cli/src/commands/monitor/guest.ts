import { DomainSetTimeFlags as SetTime } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError } from '../../errors.ts';
import { exclusive, impactOf, impactOptions } from '../../flags.ts';
import { flag, number } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { domainOption, loose } from '../domain/options.ts';

/** `virDomainMemoryStatTags` */
const tags = [
  'swap_in',
  'swap_out',
  'major_fault',
  'minor_fault',
  'unused',
  'available',
  'actual',
  'rss',
  'usable',
  'last_update',
  'disk_caches',
  'hugetlb_pgalloc',
  'hugetlb_pgfail',
] as const;

const dommemstat = command({
  name: 'dommemstat',
  summary: 'get memory statistics for a domain',
  description: 'Get memory statistics for a running domain.',
  options: { domain: domainOption, period: number('period in seconds to set collection'), ...impactOptions },
  async run(shell, args) {
    const impact = impactOf(args);
    const domain = await findDomain(shell, args);
    const period = args.int('period');
    const hypervisor = await shell.hypervisor();
    if (period !== undefined) {
      if (period < 0) throw new CommandError(`Invalid collection period value '${period}'`);
      await attempt(
        hypervisor.domainSetMemoryStatsPeriod(domain, period, impact),
        'Unable to change balloon collection period.',
      );
      return;
    }
    const stats = await attempt(
      hypervisor.domainMemoryStats(domain, 0),
      `Failed to get memory statistics for domain ${args.needed('domain')}`,
    );
    for (const { tag, value } of stats) if (tags[tag]) shell.line(`${tags[tag]} ${value}`);
  },
});

const domtime = command({
  name: 'domtime',
  summary: 'domain time',
  description: "Gets or sets the domain's system time",
  options: {
    domain: domainOption,
    now: flag('set to the time of the host running virtweave'),
    pretty: flag("print domain's time in human readable form"),
    sync: flag("instead of setting given time, synchronize from domain's RTC"),
    time: number('time to set', loose),
  },
  async run(shell, args) {
    exclusive(args, 'time', 'now');
    exclusive(args, 'time', 'sync');
    exclusive(args, 'now', 'sync');
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    const given = args.long('time');
    if (given !== undefined || args.flag('now') || args.flag('sync')) {
      const seconds = given ?? (args.flag('now') ? BigInt(Math.floor(Date.now() / 1000)) : 0n);
      await hypervisor.domainSetTime(domain, seconds, 0, args.flag('sync') ? SetTime.VIR_DOMAIN_TIME_SYNC : 0);
      return;
    }
    const { seconds } = await hypervisor.domainGetTime(domain, 0);
    if (args.flag('pretty')) {
      shell.print(`Time: ${new Date(Number(seconds) * 1000).toISOString().slice(0, 19).replace('T', ' ')}`);
    } else shell.print(`Time: ${seconds}`);
  },
});

export const commands: readonly AnyCommand[] = [dommemstat, domtime];
