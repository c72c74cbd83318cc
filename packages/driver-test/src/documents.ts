import {
  completeArch,
  formatDomain,
  parseDomain,
  type Domain,
  type DomainDriver,
  type FormatOptions,
  type GuestCapabilities,
} from '@virtweave/core-conf';
import { normalizeUuid, randomUuid } from '@virtweave/core-util';
import type { XmlElement } from '@virtweave/core-util/xml';

/** What the test driver knows of every guest: the definition, complete. Values are never changed in place. */
export interface Definition extends Domain {
  uuid: string;
  currentMemory: number;
}

/** The guests that the pretended host runs, as in its capability document. */
const capabilities: GuestCapabilities = {
  hostArch: 'i686',
  guests: ['hvm', 'xen'].map((osType) => ({ osType, arch: 'i686', types: ['test'] })),
};

/** What the test driver adds to the rules for domain documents. */
export const rules: DomainDriver = {
  prepare: (domain) => completeArch(domain, capabilities),
  complete: nameInterfaces,
};

/** Reads a domain document, fills in what it leaves open, refuses what cannot stand. */
export function parseDefinition(document: string | XmlElement, options: { validate?: boolean } = {}): Definition {
  return toDefinition(parseDomain(document, { strict: options.validate ?? false, driver: rules }));
}

/** A complete domain as a definition. */
export function toDefinition(domain: Domain): Definition {
  return {
    ...domain,
    uuid: domain.uuid === undefined ? randomUuid() : normalizeUuid(domain.uuid),
    currentMemory: domain.currentMemory ?? domain.memory.size,
  };
}

/** What was written of each definition: values never change, and clients ask for the same documents over and over. */
const written = new WeakMap<Definition, Map<string, string>>();

/** Writes a definition; `id` -1 for a guest that does not run. */
export function formatDefinition(definition: Definition, id: number, options: FormatOptions = {}): string {
  let forms = written.get(definition);
  if (forms === undefined) written.set(definition, (forms = new Map()));
  const form = `${id} ${JSON.stringify(options)}`;
  const known = forms.get(form);
  if (known !== undefined) return known;
  // A guest that is started often has many ids, but one at a time.
  if (forms.size >= 4) forms.clear();
  const text = formatDomain(id < 0 ? definition : { ...definition, id }, options);
  forms.set(form, text);
  return text;
}

/** Gives each interface without a device name the next free `testnetN`. */
function nameInterfaces({ devices: { interfaces } }: Domain): void {
  const used = new Set(interfaces.map((one) => one.target?.dev));
  let next = 0;
  for (const one of interfaces) {
    if (one.target?.dev !== undefined) continue;
    while (used.has(`testnet${next}`)) next += 1;
    const dev = `testnet${next}`;
    used.add(dev);
    one.target = { ...one.target, dev };
  }
}
