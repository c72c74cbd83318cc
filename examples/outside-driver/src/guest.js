import { formatDomain, parseDomain } from '@virtweave/core-conf';
import { constants } from './constants.js';

/** A guest's definition from its document: complete, and refused when it cannot stand. */
export function readDefinition(xml, { validate }) {
  return parseDomain(xml, { strict: validate });
}

/** A guest that is stopped. */
export function makeGuest(definition) {
  return {
    name: definition.name,
    uuid: definition.uuid,
    /** What the next start takes; while the guest is transient, what it runs with. */
    definition,
    /** What it runs with; undefined while it is stopped. */
    live: undefined,
    persistent: false,
    autostart: false,
    state: { state: constants.state.shutoff, reason: 0 },
  };
}

/** What a guest is now: with what it runs, or what it would start with. */
export function currentDefinition(guest) {
  return guest.live ?? guest.definition;
}

/** The document of a guest; with its id while it runs. */
export function describe(guest, id, flags) {
  const secure = (flags & constants.xmlSecure) !== 0;
  if (guest.live === undefined || (flags & constants.xmlInactive) !== 0) {
    return formatDomain(guest.definition, { inactive: true, secure });
  }
  return formatDomain({ ...guest.live, id }, { secure });
}
