const named: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);
const reference = /&([A-Za-z]+|#[0-9]+|#x[0-9A-Fa-f]+);/g;
const number = /#(?:x([0-9A-Fa-f]+)|([0-9]+));/y;

/** Puts the characters in the place of references that were checked before. */
export function decodeReferences(text: string): string {
  return text.replace(reference, (_whole, name: string) => {
    if (!name.startsWith('#')) return named.get(name) ?? '';
    return String.fromCodePoint(name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1)));
  });
}

/** What is wrong with the reference whose `&` stands at `at`; undefined when nothing is. */
export function referenceFault(text: string, at: number, nameEnd: number): string | undefined {
  if (text.charCodeAt(at + 1) === 35) {
    number.lastIndex = at + 1;
    const found = number.exec(text);
    if (found === null) return 'invalid character reference, expected &#NUMBER; or &#xNUMBER;';
    const code = found[1] === undefined ? Number(found[2]) : Number.parseInt(found[1], 16);
    return isXmlCharacter(code) ? undefined : `the character reference &${found[0]} names a character that XML forbids`;
  }
  if (nameEnd === at + 1) return `'&' must be written as &amp;`;
  const name = text.slice(at + 1, nameEnd);
  if (text.charCodeAt(nameEnd) !== 59) return `the reference &${shorten(name)} lacks its ';'`;
  return named.has(name) ? undefined : `Entity '${shorten(name)}' not defined`;
}

/** Keeps what is quoted from a document in a message to one short line. */
export function shorten(name: string): string {
  return name.length > 64 ? `${name.slice(0, 64)}...` : name;
}

function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}
