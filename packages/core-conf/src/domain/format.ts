import { XmlWriter } from '@virtweave/core-util/xml';
import { writeElement } from '../table/table.ts';
import { domain as domainTable, type Domain } from './domain.ts';

/** What is written. The defaults are those of `virDomainGetXMLDesc` with no flags. */
export interface FormatOptions {
  /** Leave out what only a running guest has (`VIR_DOMAIN_XML_INACTIVE`). */
  readonly inactive?: boolean;
  /** Include passwords (`VIR_DOMAIN_XML_SECURE`). */
  readonly secure?: boolean;
  /** Leave out what an older libvirt would refuse (`VIR_DOMAIN_XML_MIGRATABLE`). */
  readonly migratable?: boolean;
  /** Include what only a driver's own state says (`VIR_DOMAIN_DEF_FORMAT_STATUS`). */
  readonly status?: boolean;
  /** Blanks in front of every line. */
  readonly indent?: number;
}

/**
 * Writes a guest's definition as libvirt writes it, byte for byte.
 *
 * @example
 * ```ts
 * formatDomain(parseDomain(xml)); // "<domain type='qemu'>\n  <name>web</name>\n..."
 * ```
 */
export function formatDomain(domain: Domain, options: FormatOptions = {}): string {
  const xml = new XmlWriter(options.indent ?? 0);
  writeElement('domain', domainTable, domain, {
    xml,
    inactive: options.inactive ?? false,
    secure: options.secure ?? false,
    migratable: options.migratable ?? false,
    status: options.status ?? false,
  });
  return xml.toString();
}
