import { VirtError } from '@virtweave/core-util/errors';
import { readXml, XmlElement, XmlWriter } from '@virtweave/core-util/xml';
import { checkNames } from './strict.ts';
import { writeTable, type Table } from './table.ts';

/** How a document is opened. */
export interface DocumentOptions {
  /** Refuse unknown elements and attributes, naming the nearest known one. */
  readonly strict?: boolean;
  /** Name of the document for messages. */
  readonly name?: string;
}

/** The root element of a document, which must have this name; with `strict`, all names in it must be known to the table. */
export function openDocument(
  document: string | XmlElement,
  rootName: string,
  table: Pick<Table<unknown>, 'check'>,
  options: DocumentOptions & { readonly defaultName: string },
): XmlElement {
  const root = document instanceof XmlElement ? document : readXml(document, { name: options.name ?? options.defaultName });
  if (root.name !== rootName) {
    throw new VirtError('VIR_ERR_XML_ERROR', `expecting root element of '${rootName}', not '${root.name}'`, { domain: 'VIR_FROM_XML' });
  }
  if (options.strict === true) checkNames(root, table.check);
  return root;
}

/** Writes a whole document. `indent`: blanks in front of every line; `empty`: how a root element without content is written. */
export function formatDocument<T>(
  rootName: string,
  table: Table<T>,
  object: T,
  options: { readonly indent?: number; readonly inactive?: boolean; readonly empty?: 'keep' | 'pair' } = {},
): string {
  const xml = new XmlWriter(options.indent ?? 0);
  xml.open(rootName);
  writeTable(table, object, { xml, inactive: options.inactive ?? false, secure: true, migratable: false });
  xml.close(options.empty === 'pair');
  return xml.toString();
}
