import type { XmlWriter } from '@virtweave/core-util/xml';

/** What is known while a document is read. */
export interface ReadContext {
  /** The document describes a stopped object: what only a running one has (id, aliases, node names) is ignored. `VIR_DOMAIN_DEF_PARSE_INACTIVE`. */
  readonly inactive: boolean;
  /** The document is the state of a running guest that a driver kept for itself. `VIR_DOMAIN_DEF_PARSE_STATUS`. */
  readonly status: boolean;
}

/** What is known while a document is written. */
export interface WriteContext {
  readonly xml: XmlWriter;
  /** Leave out what only a running object has. `VIR_DOMAIN_XML_INACTIVE`. */
  readonly inactive: boolean;
  /** Include passwords. `VIR_DOMAIN_XML_SECURE`. */
  readonly secure: boolean;
  /** Leave out what an older libvirt would refuse. `VIR_DOMAIN_XML_MIGRATABLE`. */
  readonly migratable: boolean;
  /** Include what only a driver's own state says. `VIR_DOMAIN_DEF_FORMAT_STATUS`. */
  readonly status?: boolean;
}
