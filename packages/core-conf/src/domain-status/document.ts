import { readXml, XmlElement, XmlWriter } from '@virtweave/core-util/xml';
import type { DomainDriver } from '../domain/complete/context.ts';
import { formatDomain } from '../domain/format.ts';
import { parseDomain } from '../domain/parse.ts';
import type { DocumentOptions } from '../table/document.ts';
import { problem } from '../table/problem.ts';
import { readTable, writeTable } from '../table/table.ts';
import { domainStatus, type DomainStatus } from './status.ts';

/** What a driver does with its own part of a status document. */
export interface StatusDriver<P> {
  /** What the elements in `<domstatus>` say that belong to the driver. */
  read(status: XmlElement): P;
  /** Writes them; `<domstatus>` is open. */
  write(privateData: P, out: XmlWriter): void;
}

export interface DomainStatusParseOptions<P> extends DocumentOptions {
  /** Absent: private data are kept as elements. */
  readonly status?: StatusDriver<P>;
  /** What the hypervisor driver adds to the rules of domains. */
  readonly driver?: DomainDriver;
}

/**
 * Reads a status document as it is written.
 *
 * @throws VirtError `VIR_ERR_XML_DETAIL` for text that is no XML, `VIR_ERR_XML_ERROR` and others for content that is wrong
 *
 * @example
 * ```ts
 * const { domain, pid, state } = readDomainStatus(text);
 * ```
 */
export function readDomainStatus(document: string | XmlElement, options?: DocumentOptions): DomainStatus;
export function readDomainStatus<P>(
  document: string | XmlElement,
  options: DocumentOptions & { readonly status: StatusDriver<P> },
): DomainStatus<P>;
export function readDomainStatus<P>(
  document: string | XmlElement,
  options: DocumentOptions & { readonly status?: StatusDriver<P> } = {},
): DomainStatus<P | XmlElement[]> {
  const root = openStatus(document, options);
  const found = readTable(domainStatus, root, asStatus);
  return options.status === undefined ? found : { ...found, privateData: options.status.read(root) };
}

/**
 * Reads a status document, and fills in what its domain leaves open: an older program may have written it
 * (`virDomainObjParseFile`). Nothing is refused for being what no definition may say: the guest is running.
 */
export function parseDomainStatus(document: string | XmlElement, options?: DomainStatusParseOptions<never>): DomainStatus;
export function parseDomainStatus<P>(
  document: string | XmlElement,
  options: DomainStatusParseOptions<P> & { readonly status: StatusDriver<P> },
): DomainStatus<P>;
export function parseDomainStatus<P>(
  document: string | XmlElement,
  options: DomainStatusParseOptions<P> = {},
): DomainStatus<P | XmlElement[]> {
  const root = openStatus(document, options);
  const found: DomainStatus<P | XmlElement[]> = readTable(domainStatus, root, asStatus);
  if (options.status !== undefined) found.privateData = options.status.read(root);
  const { driver } = options;
  found.domain = parseDomain(root.child('domain') as XmlElement, { ...asStatus, skipValidation: true, ...(driver && { driver }) });
  return found;
}

const asStatus = { inactive: false, status: true } as const;

function openStatus(document: string | XmlElement, options: DocumentOptions): XmlElement {
  const root = document instanceof XmlElement ? document : readXml(document, { name: options.name ?? '(domain_status)' });
  if (root.name !== 'domstatus') throw problem(root, `unexpected root element <${root.name}>, expecting <domstatus>`);
  return root;
}

/** Writes a status document, passwords included, as libvirt does (`virDomainObjFormat`). */
export function formatDomainStatus(status: DomainStatus): string;
export function formatDomainStatus<P>(status: DomainStatus<P>, driver: StatusDriver<P>): string;
export function formatDomainStatus<P>(status: DomainStatus<P | XmlElement[]>, driver?: StatusDriver<P>): string {
  const xml = new XmlWriter();
  const out = { xml, inactive: false, secure: true, migratable: false, status: true };
  xml.open('domstatus');
  if (driver === undefined) writeTable(domainStatus, status as DomainStatus, out);
  else {
    const { domain, privateData, ...rest } = status;
    const frame = { ...rest, privateData: [] } as unknown as DomainStatus;
    writeTable(domainStatus, frame, out);
    driver.write(privateData as P, xml);
    xml.raw(formatDomain(domain, { secure: true, indent: 2, status: true }));
  }
  return xml.close().toString();
}
