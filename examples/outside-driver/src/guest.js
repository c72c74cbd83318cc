import { formatDomain, readDomain } from '@virtweave/core-conf';
import { randomUuid } from '@virtweave/core-util';
import { constants } from './constants.js';

/** A guest from its document: stopped, and known only by its definition. */
export function readGuest(xml) {
  const definition = readDomain(xml);
  definition.uuid ??= randomUuid();
  return {
    get name() { return this.definition.name; },
    get uuid() { return this.definition.uuid; },
    definition,
    persistent: false,
    autostart: false,
    state: { state: constants.state.shutoff, reason: 0 },
  };
}

/** The document of a guest; with its id while it runs. */
export function describe(guest, id, flags) {
  const definition = id === -1 ? guest.definition : { ...guest.definition, id };
  return formatDomain(definition, { inactive: id === -1, secure: (flags & constants.xmlSecure) !== 0 });
}
