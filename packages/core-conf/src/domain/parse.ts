import { VirtError } from '@virtweave/core-util';
import { readXml, XmlElement } from '@virtweave/core-util/xml';
import { checkNames } from '../table/strict.ts';
import { readTable } from '../table/table.ts';
import { domain as domainTable, type Domain } from './domain.ts';

/** How a document is read. */
export interface ParseOptions {
  /** A definition, not the state of a running guest: ids, aliases and the like are ignored (`VIR_DOMAIN_DEF_PARSE_INACTIVE`). Default true. */
  readonly inactive?: boolean;
  /** The state of a running guest that a driver kept for itself (`VIR_DOMAIN_DEF_PARSE_STATUS`). */
  readonly status?: boolean;
  /** Refuse unknown elements and attributes (`VIR_DOMAIN_DEFINE_VALIDATE`). */
  readonly strict?: boolean;
  /** Name of the document for messages. */
  readonly name?: string;
}

/** Reads the object that a `<domain>` document stands for, as it is written: nothing is filled in or checked across elements. */
export function readDomain(document: string | XmlElement, options: ParseOptions = {}): Domain {
  const root = document instanceof XmlElement ? document : readXml(document, { name: options.name ?? '(domain_definition)' });
  if (root.name !== 'domain') {
    throw new VirtError('VIR_ERR_XML_ERROR', `unexpected root element <${root.name}>, expecting <domain>`, {
      domain: 'VIR_FROM_DOMAIN',
    });
  }
  if (options.strict === true) checkNames(root, domainTable.check);
  return readTable(domainTable, root, { inactive: options.inactive ?? true, status: options.status ?? false });
}
