import type { DomainFilterFacts } from '@virtweave/core-api/driver-kit';
import type { Guest } from '../engine/guest.ts';
import { stateNumbers } from '../engine/guest-state.ts';

/** What the filters of lists and statistics ask about a guest. */
export function filterFacts(guest: Guest): DomainFilterFacts {
  return {
    active: guest.active,
    persistent: guest.definition !== undefined,
    state: stateNumbers(guest.state).state,
    managedSave: guest.managedSave,
    autostart: guest.autostart,
    hasSnapshots: guest.snapshots.size > 0,
    hasCheckpoints: false,
  };
}
