import type { HypervisorDriver } from '@virtweave/core-api';
import { DomainMemoryModFlags } from '@virtweave/core-api/constants';
import { hasFlag } from '@virtweave/core-api/driver-kit';
import { change, definitionOf, oneImpactOf } from '../domain/impact.ts';
import { testError } from '../errors.ts';
import type { Session } from '../session.ts';

/** Memory: KiB everywhere. */
export function memoryMembers({ node }: Session): Pick<HypervisorDriver, 'domainGetMaxMemory' | 'domainSetMemoryFlags'> {
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
  };
}

function kib(memory: bigint): number {
  if (memory > BigInt(Number.MAX_SAFE_INTEGER))
    throw testError('VIR_ERR_OVERFLOW', `memory of ${memory} KiB is more than a document can hold`);
  return Number(memory);
}
