import { domainFilters, passesFilters } from '@virtweave/core-api/driver-kit';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import { stateNumbers } from '../engine/guest-state.ts';
import type { Members } from './members.ts';

/** Finding guests. */
export function lookupMembers(
  engine: QemuEngine,
): Members<'connectListAllDomains' | 'domainLookupByID' | 'domainLookupByName' | 'domainLookupByUUID'> {
  const { guests } = engine;
  return {
    async connectListAllDomains(flags) {
      return [...guests].filter((guest) => passesFilters(factsOf(guest), flags, domainFilters)).map(({ ref }) => ref);
    },
    domainLookupByID: async (id) => guests.getById(id).ref,
    domainLookupByName: async (name) => guests.getByName(name).ref,
    domainLookupByUUID: async (uuid) => guests.getByUuid(uuid).ref,
  };
}

function factsOf(guest: Guest): Parameters<(typeof domainFilters)[number][number][1]>[0] {
  return {
    active: guest.active,
    persistent: guest.definition !== undefined,
    state: stateNumbers(guest.state).state,
    managedSave: false,
    autostart: guest.autostart,
    hasSnapshots: false,
    hasCheckpoints: false,
  };
}
