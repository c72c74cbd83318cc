/** Numbers in [0, 1) that a seed repeats (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** One of them, or undefined when there are none. */
export function pick<T>(all: readonly T[], next: () => number): T | undefined {
  return all[Math.floor(next() * all.length)];
}

/** Changes a text at a random place. `other`: a document of the same kind, to take parts from. */
type Way = (text: string, next: () => number, other: string) => string;

/** One to three changes that mostly leave XML, but seldom what the format means. */
export function mutate(text: string, other: string, next: () => number): string {
  let changed = text;
  for (let changes = 1 + Math.floor(next() * 3); changes > 0; changes -= 1) changed = (pick(ways, next) as Way)(changed, next, other);
  return changed;
}

// Numbers at the edges, ranges that must not be unrolled, words of other attributes, and what XML finds hard.
// prettier-ignore
const words = [
  '', ' ', '0', '1', '-1', '-0', '00', '01', '255', '256', '65535', '65536', '2147483647', '2147483648', '-2147483648', '-2147483649',
  '4294967294', '4294967295', '4294967296', '9007199254740991', '9007199254740992', '9007199254740993', '9223372036854775807',
  '9223372036854775808', '-9223372036854775808', '18446744073709551615', '18446744073709551616', '1e9', '1e400', '0x', '0xffffffff',
  '0x100000000', '0xffffffffffffffff', '0x1g', '0777', '08', '+5', ' 5', '5 ', '5\t', '1.5', '.5', '5.', '٣', 'NaN', 'Infinity', 'null',
  '0-4294967295', '0-4294967294,^5', '4294967290-4294967295', '0-9999999', '0-18446744073709551615', '1-0', '0,^0', '^1', '0-1,,', '-', ',',
  'yes', 'no', 'on', 'off', 'true', 'none', 'auto', 'default', 'network', 'file', 'block', 'dir', 'volume', 'nvme', 'vhostuser', 'pci',
  'usb', 'drive', 'virtio', 'unix', 'tcp', 'udp', 'custom', 'disk', 'cdrom', 'sdzzzzzzzzzzzz', 'vda', 'bogus', '__proto__', 'constructor',
  'toString', 'hasOwnProperty', '/', '..', '/a/../b', '//', 'a&#10;b', 'a&#9;b', '&#13;', '&lt;x&gt;', '&#0;', '&#x110000;', '&#xD800;',
  '&bogus;', '&amp;amp;', '&quot;&apos;', "'", '"', '<', ']]>', '::1', '::', 'fe80::1%eth0', '10.0.0.1/33', '10.0.0.1', '255.255.255.255',
  '999.0.0.1', '52:54:00:00:00:01', '01:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff', '52:54', '00000000-0000-0000-0000-000000000000',
  '8f1c4a526a0e4c6b9d0b2f2c1d3e4f50', 'zz', '$IP[@1]', '$A[4294967295]', '$', '😀', '\ud800', '\udc00', '\u0000', '\u0001', '\ufffe', '\u0085',
  '\u2028', '\ufeff', '\u202e', 'İ', 'ß', 'KiB', 'EiB', 'YiB', 'bytes', '9'.repeat(500), '0'.repeat(300), ','.repeat(300), '['.repeat(200),
  '1,'.repeat(2000), '0-1,'.repeat(500), '::'.repeat(50), 'a '.repeat(500), 'a'.repeat(5000), '%s%n', '${x}', 'a,b=c', '{"a":1}', 'json:{}',
];

// prettier-ignore
const names = [
  'disk', 'source', 'address', 'type', 'name', 'driver', 'x:y', 'xmlns', 'xmlns:x', 'xml:space', '__proto__', 'constructor', 'ip', 'rule', 'format',
  'target', 'capability', 'host', 'id', 'unit', 'index', 'port', 'mode', 'model', 'size', 'cpus', 'memory', 'backingStore', 'alias', 'domain',
];

const attribute = /([\w:-]+)=(['"])([^'"<>]*)\2/g;
const tagName = /<\/?([\w:-]+)/g;
const content = />([^<>]+)</g;
const digits = /\d+/g;

/** Replaces the first match behind a random place. */
const replaceOne =
  (pattern: RegExp, by: (match: RegExpExecArray, next: () => number) => string): Way =>
  (text, next) => {
    pattern.lastIndex = Math.floor(next() * text.length);
    const match = pattern.exec(text);
    if (match === null) return text;
    return text.slice(0, match.index) + by(match, next) + text.slice(match.index + match[0].length);
  };

const word = (next: () => number): string => (next() < 0.001 ? 'x'.repeat(1 + Math.floor(next() * 200_000)) : (pick(words, next) as string));

const newValue = replaceOne(attribute, ([, name, quote], next) => `${name ?? ''}=${quote ?? ''}${word(next)}${quote ?? ''}`);
const newText = replaceOne(content, (_match, next) => `>${word(next)}<`);

/** A number next to the one that stands there, or with digits put to it. */
const otherNumber = replaceOne(digits, ([number], next) => {
  const choice = next();
  if (choice < 0.25) return String(Number(number) + 1);
  if (choice < 0.5) return String(Number(number) - 1);
  if (choice < 0.75) return number + (pick(['0', '00000', '999999999999999999'], next) as string);
  return `-${number}`;
});

/** From `<` to behind the end tag of one element: the first that begins behind a random place. */
function element(text: string, next: () => number): readonly [number, number] | undefined {
  const tag = /<(\/?)([\w:-]+)[^<>]*?(\/?)>/g;
  tag.lastIndex = Math.floor(next() * text.length);
  let depth = 0;
  let from = -1;
  for (let found = tag.exec(text); found !== null; found = tag.exec(text)) {
    if (found[1] === '/') {
      if (from < 0) continue;
      depth -= 1;
    } else {
      if (from < 0) from = found.index;
      if (found[3] !== '/') depth += 1;
    }
    if (depth <= 0) return [from, tag.lastIndex];
  }
  return undefined;
}

const onElement =
  (by: (element: string, next: () => number) => string): Way =>
  (text, next) => {
    const found = element(text, next);
    return found === undefined ? text : text.slice(0, found[0]) + by(text.slice(...found), next) + text.slice(found[1]);
  };

/** Puts an element of the other document in front of one here. */
const transplant: Way = (text, next, other) => {
  const found = element(other, next);
  const place = element(text, next)?.[0];
  return found === undefined || place === undefined ? text : text.slice(0, place) + other.slice(...found) + text.slice(place);
};

const move: Way = (text, next) => {
  const found = element(text, next);
  if (found === undefined) return text;
  const rest = text.slice(0, found[0]) + text.slice(found[1]);
  const place = element(rest, next)?.[0] ?? 0;
  return rest.slice(0, place) + text.slice(...found) + rest.slice(place);
};

/** The same element inside itself, or in another, many times over. */
const nest = onElement((found, next) => {
  const name = next() < 0.5 ? /^<([\w:-]+)/.exec(found)?.[1] ?? 'a' : (pick(names, next) as string);
  const times = next() < 0.05 ? 1 + Math.floor(next() * 2000) : 1 + Math.floor(next() * 4);
  return `<${name}>`.repeat(times) + found + `</${name}>`.repeat(times);
});

const repeat = onElement((found, next) => found.repeat(next() < 0.02 ? Math.floor(next() * (40_000 / found.length)) : 2));

/** Bytes: taken out, doubled, replaced. */
const bytes: Way = (text, next) => {
  const at = Math.floor(next() * text.length);
  const end = Math.min(text.length, at + 1 + Math.floor(next() ** 3 * 60));
  const choice = next();
  if (choice < 0.25) return text.slice(0, at) + text.slice(end);
  if (choice < 0.5) return text.slice(0, end) + text.slice(at);
  if (choice < 0.75) return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << Math.floor(next() * 8))) + text.slice(at + 1);
  return text.slice(0, at) + word(next) + text.slice(at + Math.floor(next() * 3));
};

const ways: readonly Way[] = [
  newValue, newValue, newValue, newValue, newValue, newValue, newText, newText, newText, newText, otherNumber, otherNumber, otherNumber,
  replaceOne(attribute, () => ''),
  replaceOne(attribute, ([whole], next) => `${whole} ${pick(names, next) ?? ''}='${word(next)}'`),
  replaceOne(attribute, ([whole, name], next) => whole.replace(name ?? '', pick(names, next) ?? '')),
  replaceOne(tagName, ([whole], next) => whole.replace(/[\w:-]+/, pick(names, next) ?? '')),
  onElement(() => ''),
  onElement(() => ''),
  onElement((found) => `<!--${found}-->`),
  onElement((found) => found.replace(/>[^]*</, '><')),
  repeat,
  repeat,
  transplant,
  transplant,
  move,
  nest,
  bytes,
  bytes,
];
