import { domainFilters, passesFilters } from '@virtweave/core-api/driver-kit';
import type { QemuEngine } from '../engine/engine.ts';
import { filterFacts } from './filter-facts.ts';
import type { Members } from './members.ts';

/** Finding guests. */
export function lookupMembers(
  engine: QemuEngine,
): Members<'connectListAllDomains' | 'domainLookupByID' | 'domainLookupByName' | 'domainLookupByUUID'> {
  const { guests } = engine;
  return {
    async connectListAllDomains(flags) {
      return [...guests].filter((guest) => passesFilters(filterFacts(guest), flags, domainFilters)).map(({ ref }) => ref);
    },
    domainLookupByID: async (id) => guests.getById(id).ref,
    domainLookupByName: async (name) => guests.getByName(name).ref,
    domainLookupByUUID: async (uuid) => guests.getByUuid(uuid).ref,
  };
}
