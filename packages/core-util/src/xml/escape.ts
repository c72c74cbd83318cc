// eslint-disable-next-line no-control-regex
const special = /[&<>'"\u0000-\u0008\u000b\u000c\u000e-\u001f]/;
// eslint-disable-next-line no-control-regex
const specials = /[&<>'"\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;
const space = /[\t\n\r]/;
const spaces = /[\t\n\r]/g;
const foreignText = /[&<>\r]/;
const foreignTexts = /[&<>\r]/g;
const foreignValue = /[&<>"\t\n\r]/;
const foreignValues = /[&<>"\t\n\r]/g;

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&apos;',
  '"': '&quot;',
};
const foreignReferences: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/**
 * Escapes text or an attribute value as libvirt does (`virBufferEscapeString`): `& < > ' "` become references;
 * control characters, which XML cannot hold, are left out; TAB, LF and CR stay as they are.
 *
 * @example
 * ```ts
 * escapeXml(`a<b & 'c'`); // 'a&lt;b &amp; &apos;c&apos;'
 * ```
 */
export function escapeXml(value: string): string {
  // Most values have nothing to escape, and test() is several times cheaper than replace().
  return special.test(value) ? value.replace(specials, (found) => references[found] ?? '') : value;
}

/** The same for character data. A bare CR would be read as LF, so it is written as a reference. */
export function escapeText(value: string): string {
  const escaped = escapeXml(value);
  return escaped.includes('\r') ? escaped.replaceAll('\r', '&#13;') : escaped;
}

/**
 * The same for the value of an attribute, in which TAB, LF and CR would be read as blanks: they are written as references.
 * libvirt writes them as they are, and then reads another path than it was given.
 */
export function escapeValue(value: string): string {
  const escaped = escapeXml(value);
  return space.test(escaped) ? escaped.replace(spaces, (found) => foreignReferences[found] ?? '') : escaped;
}

/** Escapes text as libxml2 does, for foreign XML. */
export function escapeForeignText(value: string): string {
  return foreignText.test(value) ? value.replace(foreignTexts, (found) => foreignReferences[found] ?? '') : value;
}

/** Escapes the value of an attribute (to stand in double quotes) as libxml2 does, for foreign XML. */
export function escapeForeignValue(value: string): string {
  return foreignValue.test(value) ? value.replace(foreignValues, (found) => foreignReferences[found] ?? '') : value;
}
