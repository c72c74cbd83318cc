import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SaxesParser } from 'saxes';
import { isVirtError } from '@virtweave/core-util';
import { readXml, type XmlElement } from '@virtweave/core-util/xml';

/** A tree as both readers can give it: tag, attributes, children; text joined. */
export type Plain = string | { cdata: string } | { comment: string } | PlainElement;
export interface PlainElement {
  name: string;
  attributes: [string, string][];
  children: Plain[];
}

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

const own = [
  `<?xml version='1.0' encoding='UTF-8'?>\n<!-- top -->\n<domain type='qemu' id="1">
  <name>web</name>\n  <memory unit='KiB'>1024</memory>
  <description>a &lt; b &amp; c &#x41;&#66; é 😀</description>\n  <devices>\n    <disk type='file' device="disk">
      <source file='/a/b &quot;c&quot;.img'/>\n      <target dev='vda'\tbus='virtio'/>\n    </disk>
    <x:y xmlns:x="urn:x" x:z='1\n2'/>
    <!-- a - b --><![CDATA[ <&> ]]>\n  </devices>\n  <?keep this?>\n</domain>\n`,
  `<a b='1' c="2"><d/><d></d><d>t</d><e f = 'g' >&gt;]] ></e ></a>`,
  `<constructor toString='x'><__proto__ __proto__='y'>z</__proto__>\r\n<prototype/></constructor>`,
];

/** One document of each format that there is: domains, networks, capabilities, and so on. */
export const everyFormat = (): readonly string[] => [
  ...xmlFiles(fileURLToPath(new URL('../../../core-conf/test/documents', import.meta.url))),
];

const corpus = process.env['VIRTWEAVE_CORPUS'] ?? fileURLToPath(new URL('../../../../../shared/conformance', import.meta.url));

function* xmlFiles(folder: string): Generator<string> {
  if (!existsSync(folder)) return;
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.xml')) yield readFileSync(join(folder, file), 'utf8');
  }
}

/** Our own documents, and the corpus when it is there: the domains that it starts with, or all of its suites. */
export function documents(suites: 'domains' | 'all' = 'domains'): readonly string[] {
  const ours = [...own, ...own, ...own, ...everyFormat()];
  if (suites === 'all') return [...ours, ...[...xmlFiles(corpus)].filter(({ length }) => length < 20_000)];
  const folders = ['qemu-xml2xml/qemuxmlconfdata', 'generic-xml2xml/genericxml2xmlindata'];
  return [...ours, ...folders.flatMap((folder) => [...xmlFiles(join(corpus, folder))])];
}

// prettier-ignore
const scraps = [
  '<', '>', '&', '"', "'", '/', '=', ' ', '\n', '\r', '\t', ';', '!', '?', '-', '--', '-->', '<!--', ']]>',
  '<![CDATA[', '<?', '?>', '<?xml ', '<a>', '</a>', '<a/>', '&amp;', '&lt', '&#10;', '&#x0;', '&#xFFFF;', '&nbsp;',
  '&;', '\u0000', '\u0001', '\ufffe', '\ud800', '\udc00', 'é', '😀', '\u00d7', '·', ':', '0', 'a', 'xml', `a='1'`,
  ` a='1'`, ` a="<"`, ` a='&lt;'`, `<?xml version='1.0'?>`, '\u0085', '\u2028', '\ufeff', '.', '<é/>', '__proto__',
];

/** One to three random changes: a scrap put in, a range dropped, doubled or moved, a character changed. */
export function mutate(document: string, next: () => number): string {
  const place = (): number => Math.floor(next() * (document.length + 1));
  for (let changes = 1 + Math.floor(next() * 3); changes > 0; changes -= 1) {
    const from = place();
    const to = Math.min(document.length, from + 1 + Math.floor(next() ** 3 * 40));
    const range = document.slice(from, to);
    const scrap = scraps[Math.floor(next() * scraps.length)] as string;
    const other = place();
    const choice = Math.floor(next() * 6);
    if (choice <= 1) document = document.slice(0, from) + scrap + document.slice(from);
    else if (choice === 2) document = document.slice(0, from) + document.slice(to);
    else if (choice === 3) document = document.slice(0, to) + range + document.slice(to);
    else if (choice === 4) document = document.slice(0, other) + range + document.slice(other);
    else document = document.slice(0, from) + scrap + document.slice(from + 1);
  }
  return document;
}

/** What saxes says: the tree, or undefined when it refuses. Document types and other encodings count as refused. */
export function oracle(document: string): PlainElement | undefined {
  // saxes joins a lone high surrogate with whatever follows it.
  if (/[\ud800-\udfff]/u.test(document)) return undefined;
  const parser = new SaxesParser({ xmlns: false, position: false, defaultXMLVersion: '1.0', forceXMLVersion: true });
  let root: PlainElement | undefined;
  const open: PlainElement[] = [];
  const add = (node: Plain): void => {
    open.at(-1)?.children.push(node);
  };
  parser.on('error', (error) => {
    throw new Refused(error.message);
  });
  parser.on('doctype', () => {
    throw new Refused('document type');
  });
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) throw new Refused('encoding');
  });
  parser.on('opentag', (tag) => {
    const attributes = Object.entries(tag.attributes as Record<string, string>);
    const element = { name: tag.name, attributes, children: [] };
    add(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', (text) => {
    const last = open.at(-1)?.children;
    if (last === undefined) return;
    const before = last.at(-1);
    if (typeof before === 'string') last[last.length - 1] = before + text;
    else last.push(text);
  });
  parser.on('cdata', (cdata) => add({ cdata }));
  parser.on('comment', (comment) => add({ comment }));
  try {
    parser.write(document).close();
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
  return root;
}

class Refused extends Error {}

/** What our reader says, in the same form. */
export function ours(document: string): PlainElement | undefined {
  try {
    return plain(readXml(document));
  } catch (error) {
    if (isVirtError(error, 'VIR_ERR_XML_DETAIL')) return undefined;
    throw error;
  }
}

function plain(element: XmlElement): PlainElement {
  const children = element.children.map((child): Plain => {
    if (child.kind === 'element') return plain(child);
    if (child.kind === 'text') return child.value;
    return child.kind === 'cdata' ? { cdata: child.value } : { comment: child.value };
  });
  return { name: element.name, attributes: [...element.attributes], children };
}

/** Mutates `count` times and compares; what is returned describes each disagreement. */
export function compare(count: number, seed: number, originals = documents()): { accepted: number; disagreements: string[] } {
  const next = random(seed);
  const disagreements: string[] = [];
  let accepted = 0;
  for (let round = 0; round < count; round += 1) {
    const document = mutate(originals[Math.floor(next() * originals.length)] as string, next);
    const expected = JSON.stringify(oracle(document));
    const found = JSON.stringify(ours(document));
    if (found !== undefined) accepted += 1;
    if (expected !== found) disagreements.push(JSON.stringify({ seed, round, document, expected, found }));
  }
  return { accepted, disagreements };
}
