import type { RandomBytes } from '@virtweave/core-util/values';
import { readXml, XmlElement } from '@virtweave/core-util/xml';
import { problem } from '../table/problem.ts';
import { checkNames } from '../table/strict.ts';
import { readTable } from '../table/table.ts';
import { completeDomain } from './complete/complete.ts';
import type { DomainDriver } from './complete/context.ts';
import { domain as domainTable, type Domain } from './domain.ts';
import { validateDraft } from './validate/draft.ts';
import { validateDomain } from './validate/validate.ts';

/** How a document is read. */
export interface ParseOptions {
  /** A definition, not the state of a running guest: ids, aliases and the like are ignored (`VIR_DOMAIN_DEF_PARSE_INACTIVE`). Default true. */
  readonly inactive?: boolean;
  /** The state of a running guest that a driver kept for itself (`VIR_DOMAIN_DEF_PARSE_STATUS`). */
  readonly status?: boolean;
  /** Refuse unknown elements and attributes (`VIR_DOMAIN_DEFINE_VALIDATE`). */
  readonly strict?: boolean;
  /** The document defines a new guest: what it says may be put right, and its hardware may be the newest (`VIR_DOMAIN_DEF_PARSE_ABI_UPDATE`). */
  readonly newDefinition?: boolean;
  /** Leave out the checks across elements (`VIR_DOMAIN_DEF_PARSE_SKIP_VALIDATE`). */
  readonly skipValidation?: boolean;
  /** Name of the document for messages. */
  readonly name?: string;
  /** What the hypervisor driver adds to the rules. */
  readonly driver?: DomainDriver;
  /** Where generated UUIDs and MAC addresses come from. */
  readonly random?: RandomBytes;
}

/**
 * Reads a `<domain>` document: parses it, fills in what it leaves open, and refuses what cannot stand
 * (`virDomainDefParseString`).
 *
 * @throws VirtError `VIR_ERR_XML_DETAIL` for text that is no XML, `VIR_ERR_XML_ERROR` and others for content that is wrong,
 * with the place in the document
 *
 * @example
 * ```ts
 * const domain = parseDomain('<domain type="test"><name>web</name><memory>1048576</memory><os><type>hvm</type></os></domain>');
 * domain.devices.disks.length; // 0
 * ```
 */
export function parseDomain(document: string | XmlElement, options: ParseOptions = {}): Domain {
  const draft = readDomain(document, options);
  if (options.skipValidation !== true) validateDraft(draft, options.newDefinition ?? false);
  const domain = completeDomain(draft, options);
  if (options.skipValidation !== true) validateDomain(domain, options.driver);
  return domain;
}

/** Reads the object that a `<domain>` document stands for, as it is written: nothing is filled in or checked across elements. */
export function readDomain(document: string | XmlElement, options: ParseOptions = {}): Domain {
  const root = document instanceof XmlElement ? document : readXml(document, { name: options.name ?? '(domain_definition)' });
  if (root.name !== 'domain') {
    throw problem(root, `unexpected root element <${root.name}>, expecting <domain>`);
  }
  if (options.strict === true) checkNames(root, domainTable.check);
  return readTable(domainTable, root, { inactive: options.inactive ?? true, status: options.status ?? false });
}
