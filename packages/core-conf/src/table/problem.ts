import { VirtError, type DocumentPlace, type ErrorCode, type ErrorDomain } from '@virtweave/core-util/errors';
import { attributePosition, elementPath, position, type XmlElement } from '@virtweave/core-util/xml';
import type { Codec, Refusal } from './codec.ts';

/** An error about a document: libvirt's words, and the place where the document is wrong. */
export function problem(element: XmlElement, detail: string | undefined, options: { attribute?: string; code?: ErrorCode } = {}): VirtError {
  return new VirtError(options.code ?? 'VIR_ERR_XML_ERROR', detail, {
    domain: errorDomain(rootOf(element).name),
    ...placeOf(element, options.attribute),
  });
}

const errorDomains: ReadonlyMap<string, ErrorDomain> = new Map<string, ErrorDomain>([
  ['pool', 'VIR_FROM_STORAGE'],
  ['source', 'VIR_FROM_STORAGE'],
  ['sources', 'VIR_FROM_STORAGE'],
  ['volume', 'VIR_FROM_STORAGE'],
  ['device', 'VIR_FROM_NODEDEV'],
  ['interface', 'VIR_FROM_INTERFACE'],
  ['secret', 'VIR_FROM_SECRET'],
  ['domainsnapshot', 'VIR_FROM_DOMAIN_SNAPSHOT'],
  ['domaincheckpoint', 'VIR_FROM_DOMAIN_CHECKPOINT'],
  ['sysinfo', 'VIR_FROM_SYSINFO'],
  ['network', 'VIR_FROM_NETWORK'],
  ['networkport', 'VIR_FROM_NETWORK'],
  ['cpu', 'VIR_FROM_CPU'],
  ['capabilities', 'VIR_FROM_CAPABILITIES'],
  ['domainCapabilities', 'VIR_FROM_CAPABILITIES'],
  ['filter', 'VIR_FROM_NWFILTER'],
  ['filterbinding', 'VIR_FROM_NWFILTER'],
]);

/** Which part of libvirt speaks about documents with this root element. */
export function errorDomain(rootName: string): ErrorDomain {
  return errorDomains.get(rootName) ?? 'VIR_FROM_DOMAIN';
}

function rootOf(element: XmlElement): XmlElement {
  let root = element;
  while (root.parent !== undefined) root = root.parent;
  return root;
}

function placeOf(element: XmlElement, attribute: string | undefined): { place?: DocumentPlace } {
  const at = (attribute === undefined ? undefined : attributePosition(element, attribute)) ?? position(element);
  if (at === undefined) return {};
  const path = elementPath(element) + (attribute === undefined ? '' : `/@${attribute}`);
  const source = element.source?.name;
  return { place: { path, line: at.line, column: at.column, ...(source !== undefined && { source }) } };
}

/** libvirt's words for an attribute that cannot be read. */
export function invalidAttribute(element: XmlElement, attribute: string, value: string, codec: Words = {}): VirtError {
  if (codec.refusal !== undefined) return refused(element, codec.refusal(value), attribute);
  const outside = codec.outOfRange?.(value);
  if (outside !== undefined) return refused(element, outside, attribute);
  const start = `Invalid value for attribute '${attribute}' in element '${element.name}'`;
  if (codec.nonZero === true && /^\s*[+-]?0+$/.test(value)) return problem(element, `${start}: Zero is not permitted`, { attribute });
  const detail = `${start}: '${value}'.`;
  const expected = codec.belowZero !== undefined && /^\s*-\d{1,9}$/.test(value) ? codec.belowZero : codec.expected;
  return problem(element, expected === undefined ? detail : `${detail} ${expected}`, { attribute });
}

/** What a codec has to say about a wrong value. */
type Words = Pick<Codec<never>, 'expected' | 'belowZero' | 'nonZero' | 'refusal' | 'outOfRange'>;

/** The error that a refusal stands for. */
export function refused(element: XmlElement, { detail, code }: Refusal, attribute?: string): VirtError {
  return problem(element, detail, { ...(code && { code }), ...(attribute !== undefined && { attribute }) });
}

export function missingAttribute(element: XmlElement, attribute: string): VirtError {
  return problem(element, `Missing required attribute '${attribute}' in element '${element.name}'`);
}

export function missingElement(element: XmlElement, name: string): VirtError {
  return problem(element, `missing element '${name}' in element '${element.name}'`);
}

export function invalidText(element: XmlElement, value: string, codec: Words = {}): VirtError {
  if (codec.refusal !== undefined) return refused(element, codec.refusal(value));
  return problem(element, `Invalid value for element '${element.name}': '${value}'.`);
}
