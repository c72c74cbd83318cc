import type { HypervisorDriver } from '@virtweave/core-api';
import { domainFilters, passesFilters } from '@virtweave/core-api/driver-kit';
import type { Session } from '../session.ts';

type List =
  | 'connectListAllDomains'
  | 'domainLookupByID'
  | 'domainLookupByName'
  | 'domainLookupByUUID'
  | 'domainIsActive'
  | 'domainIsPersistent'
  | 'domainIsUpdated';

/** Finding domains. */
export function listMembers({ node }: Session): Pick<HypervisorDriver, List> {
  const { domains } = node;
  return {
    async connectListAllDomains(flags) {
      const found = [];
      for (const domain of domains) {
        if (flags === 0 || passesFilters(domain, flags, domainFilters)) found.push(domain.ref);
      }
      return found;
    },
    domainLookupByID: async (id) => domains.getById(id).ref,
    domainLookupByName: async (name) => domains.getByName(name).ref,
    domainLookupByUUID: async (uuid) => domains.getByUuid(uuid).ref,
    domainIsActive: async (ref) => domains.get(ref).active,
    domainIsPersistent: async (ref) => domains.get(ref).persistent,
    async domainIsUpdated(ref) {
      domains.get(ref);
      return false;
    },
  };
}
