import { formatDomain, readDomain, type Domain, type FormatOptions } from '@virtweave/core-conf';
import { normalizeUuid, randomUuid } from '@virtweave/core-util';
import type { XmlElement } from '@virtweave/core-util/xml';

/** What the test driver knows of every guest: the definition, complete. Values are never changed in place. */
export interface Definition extends Domain {
  uuid: string;
  currentMemory: number;
}

/** Reads a domain document, fills in what the test driver fills in. */
export function parseDefinition(document: string | XmlElement, options: { validate?: boolean } = {}): Definition {
  const read = readDomain(document, { inactive: true, strict: options.validate ?? false });
  return withInterfaceNames({
    ...read,
    uuid: read.uuid === undefined ? randomUuid() : normalizeUuid(read.uuid),
    currentMemory: read.currentMemory ?? read.memory.size,
  });
}

/** Writes a definition; `id` -1 for a guest that does not run. */
export function formatDefinition(definition: Definition, id: number, options: FormatOptions = {}): string {
  return formatDomain(id < 0 ? definition : { ...definition, id }, options);
}

/** Gives each interface without a device name the next free `testnetN`. */
function withInterfaceNames(definition: Definition): Definition {
  const { interfaces } = definition.devices;
  if (interfaces.every((one) => one.target?.dev !== undefined)) return definition;
  const used = new Set(interfaces.map((one) => one.target?.dev));
  let next = 0;
  const named = interfaces.map((one) => {
    if (one.target?.dev !== undefined) return one;
    while (used.has(`testnet${next}`)) next += 1;
    const dev = `testnet${next}`;
    used.add(dev);
    return { ...one, target: { ...one.target, dev } };
  });
  return { ...definition, devices: { ...definition.devices, interfaces: named } };
}
