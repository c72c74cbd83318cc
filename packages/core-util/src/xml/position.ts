import type { XmlElement } from './element.ts';

/** A place in a document; both count from 1, columns in UTF-16 units as editors do. */
export interface XmlPosition {
  readonly line: number;
  readonly column: number;
}

/** Line and column of an offset: counted when an error is made, not before. */
export function positionAt(text: string, offset: number): XmlPosition {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', start)) {
    line += 1;
    start = end + 1;
  }
  return { line, column: offset - start + 1 };
}

/** Where the start tag of an element begins; undefined for an element that was not read from a text. */
export function position(element: XmlElement): XmlPosition | undefined {
  if (element.source === undefined || element.offset < 0) return undefined;
  return positionAt(element.source.text, element.offset);
}

/** Where the name of an attribute begins; the position of the element when it has no such attribute. */
export function attributePosition(element: XmlElement, name: string): XmlPosition | undefined {
  if (element.source === undefined || element.offset < 0) return undefined;
  const { text } = element.source;
  // The document is well-formed, so the start tag needs no checks: names, `=`, quoted values.
  const attribute = /\s+([^\s=/>]+)\s*=\s*(?:"[^"]*"|'[^']*')/gy;
  attribute.lastIndex = element.offset + 1 + element.name.length;
  for (let found = attribute.exec(text); found !== null; found = attribute.exec(text)) {
    if (found[1] === name) return positionAt(text, found.index + found[0].search(/\S/));
  }
  return position(element);
}

/**
 * The path of an element for messages, with a number where the parent has several children of the name.
 *
 * @example
 * ```ts
 * elementPath(disk); // '/domain/devices/disk[2]'
 * ```
 */
export function elementPath(element: XmlElement): string {
  let path = '';
  for (let at: XmlElement | undefined = element; at !== undefined; at = at.parent) {
    const same = at.parent?.all(at.name);
    const number = same !== undefined && same.length > 1 ? `[${same.indexOf(at) + 1}]` : '';
    path = `/${at.name}${number}${path}`;
  }
  return path;
}
