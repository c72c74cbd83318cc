import type { HypervisorDriver } from '@virtweave/core-api';
import { DomainMemoryModFlags, DomainMemoryStatTags as Tag } from '@virtweave/core-api/constants';
import { checkParams, hasFlag, ParamList, paramValue } from '@virtweave/core-api/driver-kit';
import { change, definitionOf, impactOf, oneImpactOf, requireActive } from '../domain/impact.ts';
import { testError } from '../errors.ts';
import type { Session } from '../session.ts';

type Memory =
  | 'domainGetMaxMemory'
  | 'domainGetMemoryParameters'
  | 'domainMemoryPeek'
  | 'domainMemoryStats'
  | 'domainSetMemoryFlags'
  | 'domainSetMemoryParameters'
  | 'domainSetMemoryStatsPeriod';

/** What stands for no limit (`VIR_DOMAIN_MEMORY_PARAM_UNLIMITED`), KiB. */
const unlimited = 9_007_199_254_740_991n;

const limits = [
  ['hard_limit', 'hardLimit'],
  ['soft_limit', 'softLimit'],
  ['swap_hard_limit', 'swapHardLimit'],
] as const;

/** Memory: KiB everywhere. */
export function memoryMembers({ node }: Session): Pick<HypervisorDriver, Memory> {
  const { domains } = node;
  return {
    domainGetMaxMemory: async (ref) => BigInt(domains.get(ref).definition.memory.size),

    async domainSetMemoryFlags(ref, memory, flags) {
      const domain = domains.get(ref);
      const impact = oneImpactOf(domain, flags);
      if (hasFlag(flags, DomainMemoryModFlags.VIR_DOMAIN_MEM_MAXIMUM)) {
        if (impact.live)
          throw testError('VIR_ERR_OPERATION_INVALID', 'cannot resize the maximum memory on an active domain');
        const size = kib(memory);
        change(domain, impact, (definition) => ({
          ...definition,
          memory: { ...definition.memory, size },
          currentMemory: Math.min(definition.currentMemory, size),
        }));
        return;
      }
      if (memory > BigInt(definitionOf(domain, impact).memory.size))
        throw testError('VIR_ERR_INVALID_ARG', 'cannot set memory higher than max memory');
      change(domain, impact, (definition) => ({ ...definition, currentMemory: Number(memory) }));
    },

    async domainMemoryStats(ref) {
      const domain = domains.get(ref);
      requireActive(domain);
      const { memballoon } = domain.definition.devices;
      if (memballoon === undefined || memballoon.model === 'none') return [];
      const current = BigInt(domain.definition.currentMemory);
      return [
        { tag: Tag.VIR_DOMAIN_MEMORY_STAT_ACTUAL_BALLOON, value: current },
        { tag: Tag.VIR_DOMAIN_MEMORY_STAT_SWAP_IN, value: 0n },
        { tag: Tag.VIR_DOMAIN_MEMORY_STAT_SWAP_OUT, value: 0n },
        { tag: Tag.VIR_DOMAIN_MEMORY_STAT_MAJOR_FAULT, value: 0n },
        { tag: Tag.VIR_DOMAIN_MEMORY_STAT_MINOR_FAULT, value: 0n },
        { tag: Tag.VIR_DOMAIN_MEMORY_STAT_UNUSED, value: current / 2n },
        { tag: Tag.VIR_DOMAIN_MEMORY_STAT_AVAILABLE, value: current },
        { tag: Tag.VIR_DOMAIN_MEMORY_STAT_USABLE, value: current / 2n },
        { tag: Tag.VIR_DOMAIN_MEMORY_STAT_LAST_UPDATE, value: 627_319_920n },
        { tag: Tag.VIR_DOMAIN_MEMORY_STAT_DISK_CACHES, value: current / 8n },
        { tag: Tag.VIR_DOMAIN_MEMORY_STAT_HUGETLB_PGALLOC, value: 0n },
        { tag: Tag.VIR_DOMAIN_MEMORY_STAT_HUGETLB_PGFAIL, value: 0n },
        { tag: Tag.VIR_DOMAIN_MEMORY_STAT_RSS, value: current / 2n },
      ];
    },

    async domainSetMemoryStatsPeriod(ref, period, flags) {
      const domain = domains.get(ref);
      change(domain, impactOf(domain, flags), (definition) => {
        const { memballoon } = definition.devices;
        if (memballoon === undefined || memballoon.model === 'none')
          throw testError(
            'VIR_ERR_INTERNAL_ERROR',
            'No memory balloon device configured, can not set the collection period',
          );
        const { statsPeriod: _, ...rest } = memballoon;
        const changed = period === 0 ? rest : { ...rest, statsPeriod: period };
        return { ...definition, devices: { ...definition.devices, memballoon: changed } };
      });
    },

    async domainGetMemoryParameters(ref, flags) {
      const domain = domains.get(ref);
      const { memtune } = definitionOf(domain, oneImpactOf(domain, flags));
      const params = new ParamList();
      for (const [name, key] of limits) params.ullong(name, BigInt(memtune?.[key] ?? unlimited));
      return params.list;
    },

    async domainSetMemoryParameters(ref, params, flags) {
      checkParams(params, Object.fromEntries(limits.map(([name]) => [name, 'ullong' as const])));
      const domain = domains.get(ref);
      change(domain, impactOf(domain, flags), (definition) => {
        const memtune = { ...definition.memtune };
        for (const [name, key] of limits) {
          const value = paramValue(params, name, 'ullong');
          if (value === undefined) continue;
          if (value >= unlimited) delete memtune[key];
          else memtune[key] = Number(value);
        }
        const { hardLimit = Infinity, swapHardLimit = Infinity } = memtune;
        if (hardLimit > swapHardLimit)
          throw testError(
            'VIR_ERR_INVALID_ARG',
            'memory hard_limit tunable value must be lower than or equal to swap_hard_limit',
          );
        return { ...definition, memtune };
      });
    },

    // Bytes count up from the first one's address.
    async domainMemoryPeek(ref, offset, size) {
      requireActive(domains.get(ref));
      return Uint8Array.from({ length: size }, (_, index) => Number((offset + BigInt(index)) & 0xffn));
    },
  };
}

function kib(memory: bigint): number {
  if (memory > BigInt(Number.MAX_SAFE_INTEGER))
    throw testError('VIR_ERR_OVERFLOW', `memory of ${memory} KiB is more than a document can hold`);
  return Number(memory);
}
