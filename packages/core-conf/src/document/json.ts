import { VirtError } from '@virtweave/core-util/errors';
import { foreignXml, XmlElement } from '@virtweave/core-util/xml';
import { checkValue } from './check.ts';
import { formats, jsonSchema, type DocumentFormat, type DocumentTypes } from './formats.ts';
import { errorDomain } from '../table/problem.ts';

/** What JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * An object as JSON can hold it, without loss: numbers beyond 2^53 - 1 as decimal strings, foreign elements (metadata, what
 * drivers add) as XML text. {@link fromJSON} is the way back.
 *
 * @example
 * ```ts
 * JSON.stringify(toJSON(parseDomain(xml)));
 * ```
 */
export function toJSON(object: object): Json {
  return plain(object, 0);
}

function plain(value: unknown, depth: number): Json {
  if (depth > deepest) throw new VirtError('VIR_ERR_INVALID_ARG', 'the object is too deep, or contains itself');
  if (typeof value === 'bigint') return String(value);
  if (value instanceof XmlElement) return foreignXml(value);
  if (Array.isArray(value)) return value.map((one) => plain(one, depth + 1));
  if (typeof value !== 'object' || value === null) return value as Json;
  const found: Record<string, Json> = {};
  for (const [key, inner] of Object.entries(value)) if (inner !== undefined) found[key] = plain(inner, depth + 1);
  return found;
}

const deepest = 1000;

/**
 * The object that {@link toJSON} made JSON of. It is checked against the format's schema.
 *
 * @throws VirtError `VIR_ERR_INVALID_ARG` that names the path of the first wrong property
 */
export function fromJSON<F extends DocumentFormat>(format: F, json: unknown): DocumentTypes[F] {
  return checked(format, json, false) as DocumentTypes[F];
}

/** An object that a document can be written of; what a document may leave open, it may leave out, too. */
export type Definition<T> = T extends XmlElement | bigint
  ? T
  : T extends readonly (infer E)[]
    ? readonly Definition<E>[]
    : T extends object
      ? { readonly [K in keyof T as K extends 'type' ? K : never]: T[K] } & { readonly [K in keyof T]?: Definition<T[K]> }
      : T;

/**
 * Checks an object that a user wrote against the format's schema, and gives it as the formatter takes it. Required
 * properties may be missing: whether the document is complete is told when it is parsed.
 *
 * @throws VirtError `VIR_ERR_INVALID_ARG` that names the path of the first wrong property
 *
 * @example
 * ```ts
 * checkDefinition('secret', { usage: { type: 'ceph', nmae: 'x' } });
 * // invalid argument: secret.usage.nmae: unknown property; did you mean 'name'?
 * ```
 */
export function checkDefinition<F extends DocumentFormat>(format: F, object: Definition<DocumentTypes[F]>): DocumentTypes[F] {
  return checked(format, object, true) as DocumentTypes[F];
}

function checked(format: DocumentFormat, value: unknown, partial: boolean): unknown {
  const { root } = formats[format];
  return checkValue(jsonSchema(format), value, { name: root, partial, domain: errorDomain(root) });
}
