import { randomUuid, systemRandom, type RandomBytes } from '@virtweave/core-util/values';
import type { XmlElement } from '@virtweave/core-util/xml';
import { openDocument, type DocumentOptions } from '../table/document.ts';
import { readTable } from '../table/table.ts';
import { secret, type Secret } from './secret.ts';

/** How the definition of a secret is read. */
export interface SecretParseOptions extends DocumentOptions {
  /** Where a generated UUID comes from. */
  readonly random?: RandomBytes;
}

/**
 * Reads a `<secret>` document as a definition (`virSecretDefParse`): a UUID is made up when it has none.
 *
 * @throws VirtError `VIR_ERR_XML_DETAIL` for text that is no XML, `VIR_ERR_XML_ERROR` for content that is wrong
 *
 * @example
 * ```ts
 * const secret = parseSecret("<secret><usage type='ceph'><name>client.admin</name></usage></secret>");
 * secret.private; // false
 * ```
 */
export function parseSecret(document: string | XmlElement, options: SecretParseOptions = {}): Secret {
  const found = readSecret(document, options);
  found.uuid ??= randomUuid(options.random ?? systemRandom);
  return found;
}

/** Reads the object that a `<secret>` document stands for, as it is written. */
export function readSecret(document: string | XmlElement, options: DocumentOptions = {}): Secret {
  const root = openDocument(document, 'secret', secret, { ...options, defaultName: '(definition_of_secret)' });
  return readTable(secret, root, { inactive: true, status: false });
}
