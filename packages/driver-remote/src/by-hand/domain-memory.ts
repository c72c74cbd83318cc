import type { DomainMemoryDriver } from '@virtweave/core-api';
import { domainMemoryStats } from '@virtweave/core-rpc/protocol/domain-tuning';
import type { Remote } from '../remote.ts';

const most = 1024; // REMOTE_DOMAIN_MEMORY_STATS_MAX

export function domainMemoryByHand(remote: Remote): Pick<DomainMemoryDriver, 'domainMemoryStats'> {
  return {
    async domainMemoryStats(domain, flags, call) {
      const { stats } = await remote.call(domainMemoryStats, { dom: domain, maxStats: most, flags }, call);
      return stats.map(({ tag, val }) => ({ tag, value: val }));
    },
  };
}
