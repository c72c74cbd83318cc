import { normalizeUuid, VirtError, type ErrorDomain } from '@virtweave/core-util';
import { readXml, XmlElement } from '@virtweave/core-util/xml';
import type { Codec } from '../table/codec.ts';
import { problem } from '../table/problem.ts';
import { leaf, type Field } from '../table/field.ts';
import { checkNames } from '../table/strict.ts';
import type { Table } from '../table/table.ts';
import { checked } from './worded.ts';

/** What the readers of small documents have in common. */
export interface DocumentOptions {
  /** Refuse unknown elements and attributes. */
  readonly strict?: boolean;
  /** Name of the document for messages. */
  readonly name?: string;
}

/** The root of a document, which must have this name; with `strict`, all names in it are checked. */
export function rootElement(
  document: string | XmlElement,
  name: string,
  table: Table<unknown>,
  domain: ErrorDomain,
  options: DocumentOptions & { readonly fallbackName: string },
): XmlElement {
  const root = document instanceof XmlElement ? document : readXml(document, { name: options.name ?? options.fallbackName });
  if (root.name !== name) {
    throw new VirtError('VIR_ERR_XML_ERROR', `expecting root element of '${name}', not '${root.name}'`, { domain });
  }
  if (options.strict === true) checkNames(root, table.check);
  return root;
}

/** A UUID in any accepted spelling. */
export const uuidCodec: Codec<string> = {
  parse(text) {
    try {
      return normalizeUuid(text);
    } catch {
      return undefined;
    }
  },
  format: (value) => value,
  schema: { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' },
};

/** `<name>` of an object that is kept in a file of that name. */
export function checkName(name: string, element: XmlElement): string {
  const illegal = /[/\n]/.exec(name)?.[0];
  if (illegal !== undefined) throw problem(element, `invalid char in name: ${illegal}`, { code: 'VIR_ERR_XML_DETAIL' });
  return name;
}

/** `<uuid>`. */
export const uuidLeaf: Field<string> = checked(
  leaf('uuid', { parse: (text) => text, format: (uuid: string) => uuid, schema: uuidCodec.schema }),
  (text, element) => {
    const uuid = uuidCodec.parse(text);
    if (uuid === undefined) throw problem(element, 'malformed uuid element', { code: 'VIR_ERR_INTERNAL_ERROR' });
    return uuid;
  },
);
