import { VirtError, type DocumentPlace, type ErrorCode } from '@virtweave/core-util';
import { attributePosition, elementPath, position, type XmlElement } from '@virtweave/core-util/xml';
import type { Codec, Refusal } from './codec.ts';

/** An error about a document: libvirt's words, and the place where the document is wrong. */
export function problem(element: XmlElement, detail: string | undefined, options: { attribute?: string; code?: ErrorCode } = {}): VirtError {
  return new VirtError(options.code ?? 'VIR_ERR_XML_ERROR', detail, {
    domain: 'VIR_FROM_DOMAIN',
    ...placeOf(element, options.attribute),
  });
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
  const detail = `Invalid value for attribute '${attribute}' in element '${element.name}': '${value}'.`;
  return problem(element, codec.expected === undefined ? detail : `${detail} ${codec.expected}`, { attribute });
}

/** What a codec has to say about a wrong value. */
type Words = Pick<Codec<never>, 'expected' | 'refusal'>;

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
