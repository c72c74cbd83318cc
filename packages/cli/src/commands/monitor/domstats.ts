import { ConnectGetAllDomainStatsFlags as Stats, DomainStatsTypes as Types } from '@virtweave/core-api/constants';
import type { DomainRef } from '@virtweave/core-api';
import { command, type AnyCommand } from '../../command.ts';
import { flagsOf } from '../../flags.ts';
import { flag, rest } from '../../grammar/option.ts';
import { lookupDomain } from '../../objects/domain.ts';
import { shownValue } from '../../typed-params.ts';

const domstats = command({
  name: 'domstats',
  summary: 'get statistics about one or multiple domains',
  description: 'Gets statistics about one or more (or all) domains',
  options: {
    state: flag('report domain state'),
    'cpu-total': flag('report domain physical cpu usage'),
    balloon: flag('report domain balloon statistics'),
    vcpu: flag('report domain virtual cpu information'),
    interface: flag('report domain network interface information'),
    block: flag('report domain block device statistics'),
    perf: flag('report domain perf event statistics'),
    iothread: flag('report domain IOThread information'),
    memory: flag('report domain memory usage'),
    dirtyrate: flag('report domain dirty rate information'),
    vm: flag('report hypervisor-specific statistics'),
    'list-active': flag('list only active domains'),
    'list-inactive': flag('list only inactive domains'),
    'list-persistent': flag('list only persistent domains'),
    'list-transient': flag('list only transient domains'),
    'list-running': flag('list only running domains'),
    'list-paused': flag('list only paused domains'),
    'list-shutoff': flag('list only shutoff domains'),
    'list-other': flag('list only domains in other states'),
    raw: flag('do not pretty-print the fields'),
    enforce: flag('enforce requested stats parameters'),
    backing: flag('add backing chain information to block stats'),
    nowait: flag('report only stats that are accessible instantly'),
    domain: rest('list of domains to get stats for', { positional: true, complete: 'domain' }),
  },
  async run(shell, args) {
    const types = flagsOf(args, {
      state: Types.VIR_DOMAIN_STATS_STATE,
      'cpu-total': Types.VIR_DOMAIN_STATS_CPU_TOTAL,
      balloon: Types.VIR_DOMAIN_STATS_BALLOON,
      vcpu: Types.VIR_DOMAIN_STATS_VCPU,
      interface: Types.VIR_DOMAIN_STATS_INTERFACE,
      block: Types.VIR_DOMAIN_STATS_BLOCK,
      perf: Types.VIR_DOMAIN_STATS_PERF,
      iothread: Types.VIR_DOMAIN_STATS_IOTHREAD,
      memory: Types.VIR_DOMAIN_STATS_MEMORY,
      dirtyrate: Types.VIR_DOMAIN_STATS_DIRTYRATE,
      vm: Types.VIR_DOMAIN_STATS_VM,
    });
    const filter = flagsOf(args, {
      'list-active': Stats.VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE,
      'list-inactive': Stats.VIR_CONNECT_GET_ALL_DOMAINS_STATS_INACTIVE,
      'list-persistent': Stats.VIR_CONNECT_GET_ALL_DOMAINS_STATS_PERSISTENT,
      'list-transient': Stats.VIR_CONNECT_GET_ALL_DOMAINS_STATS_TRANSIENT,
      'list-running': Stats.VIR_CONNECT_GET_ALL_DOMAINS_STATS_RUNNING,
      'list-paused': Stats.VIR_CONNECT_GET_ALL_DOMAINS_STATS_PAUSED,
      'list-shutoff': Stats.VIR_CONNECT_GET_ALL_DOMAINS_STATS_SHUTOFF,
      'list-other': Stats.VIR_CONNECT_GET_ALL_DOMAINS_STATS_OTHER,
    });
    const manner = flagsOf(args, {
      enforce: Stats.VIR_CONNECT_GET_ALL_DOMAINS_STATS_ENFORCE_STATS,
      backing: Stats.VIR_CONNECT_GET_ALL_DOMAINS_STATS_BACKING,
      nowait: Stats.VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT,
    });
    const domains: DomainRef[] = [];
    for (const name of args.rest('domain')) domains.push(await lookupDomain(shell, name));
    const hypervisor = await shell.hypervisor();
    // A filter and names exclude each other in the call: names win.
    const flags = (domains.length > 0 ? manner : filter | manner) >>> 0;
    const records = await hypervisor.connectGetAllDomainStats(domains, types, flags);
    records.forEach(({ domain, params }, index) => {
      if (index > 0) shell.print('\n');
      shell.line(`Domain: '${domain.name}'`);
      for (const param of params) shell.line(`  ${param.name}=${shownValue(param)}`);
    });
  },
});

export const commands: readonly AnyCommand[] = [domstats];
