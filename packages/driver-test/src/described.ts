import { inNamespace, namespaceOf, outOfNamespace } from '@virtweave/core-conf';
import { foreignXml, readXml, type XmlElement } from '@virtweave/core-util/xml';
import { VirtError, type ErrorDomain } from '@virtweave/core-util/errors';

/** What users may say about an object in its own document: domains have it, and networks. */
export interface Described {
  title?: string;
  description?: string;
  metadata?: { elements: readonly XmlElement[] };
}

// virDomainMetadataType and virNetworkMetadataType agree.
const description = 0;
const title = 1;
const element = 2;

/** The text of one piece of metadata, or undefined. */
export function readMetadata(
  object: Described,
  type: number,
  uri: string | undefined,
  domain: ErrorDomain,
): string | undefined {
  if (type === description) return object.description;
  if (type === title) return object.title;
  if (type !== element) throw unknownType(type, domain);
  const found = object.metadata?.elements.find((one) => namespaceOf(one) === uri);
  return found === undefined ? undefined : foreignXml(outOfNamespace(found, uri ?? ''));
}

/** One piece of metadata, as the calls that set it say it. */
export interface MetadataChange {
  readonly type: number;
  /** Nothing takes it away. */
  readonly text: string | undefined;
  readonly key: string | undefined;
  readonly uri: string | undefined;
}

/** The object with one piece of metadata changed. */
export function withMetadata<T extends Described>(object: T, change: MetadataChange, domain: ErrorDomain): T {
  const { type, text, key, uri } = change;
  if (type === description || type === title) return withText(object, type, text, domain);
  if (type !== element) throw unknownType(type, domain);
  const elements = (object.metadata?.elements ?? []).filter((one) => namespaceOf(one) !== uri);
  if (text !== undefined) {
    const root = readXml(text, { name: '(metadata_xml)' });
    elements.push(inNamespace(root, key ?? '', uri ?? ''));
  }
  const changed = { ...object };
  if (elements.length === 0) delete changed.metadata;
  else changed.metadata = { elements };
  return changed;
}

/** Sets the title or the description; nothing or the empty text takes it away. */
function withText<T extends Described>(object: T, type: number, text: string | undefined, domain: ErrorDomain): T {
  if (type === title && text?.includes('\n') === true)
    throw new VirtError('VIR_ERR_INVALID_ARG', "metadata title can't contain newlines", { domain });
  const changed = { ...object };
  const value = text === '' ? undefined : text;
  if (type === title) {
    if (value === undefined) delete changed.title;
    else changed.title = value;
  } else if (value === undefined) delete changed.description;
  else changed.description = value;
  return changed;
}

function unknownType(type: number, domain: ErrorDomain): VirtError {
  return new VirtError('VIR_ERR_INVALID_ARG', `unknown metadata type '${type}'`, { domain });
}
