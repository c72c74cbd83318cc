import { VirtError } from '../errors/virt-error.ts';
import { noAttributes, type XmlSource } from './element.ts';
import { isBlankCode, nameEnd, skipBlanks } from './names.ts';
import { positionAt } from './position.ts';
import { decodeReferences, referenceFault, shorten } from './references.ts';

/** What a document may hold at most. */
export interface XmlLimits {
  readonly maxDepth: number;
  readonly maxNodes: number;
}

/** Who wants to know what the guard passes. Text comes with its references decoded. */
export interface XmlSink {
  start(name: string, attributes: ReadonlyMap<string, string>, offset: number): void;
  end?(): void;
  text?(value: string): void;
  cdata?(value: string): void;
  comment?(value: string): void;
}

// eslint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/u;
const declaration: RegExp = new RegExp(
  [
    String.raw`<\?xml\s+version\s*=\s*(["'])1\.[0-9]+\1`,
    String.raw`(?:\s+encoding\s*=\s*(["'])(?<encoding>[A-Za-z][\w.-]*)\2)?`,
    String.raw`(?:\s+standalone\s*=\s*(["'])(?:yes|no)\4)?\s*\?>`,
  ]
    .join('')
    .replaceAll(String.raw`\s`, String.raw`[ \t\n]`),
  'y',
);

/**
 * Checks in one linear pass that a document is well-formed XML 1.0 without a document type, inside the limits, and
 * tells the sink what it holds. Throws `VIR_ERR_XML_DETAIL` at the first fault.
 *
 * Searches for a character that may be rare run to the end of the document, so each found position is kept until the
 * scan has passed it: searching anew for every text would take quadratic time.
 */
export function guard(source: XmlSource, limits: XmlLimits, sink: XmlSink): void {
  new Guard(source, limits, sink).document();
}

/**
 * The error for a document that is not well-formed: `(domain_definition):3:14: what is wrong`. libvirt's words for it show the
 * line, and below it where the fault is.
 */
export function illFormed(source: XmlSource, offset: number, what: string): VirtError {
  const { line, column } = positionAt(source.text, offset);
  const name = source.name ?? '(document)';
  return new VirtError('VIR_ERR_XML_DETAIL', `${name}:${line}:${column}: ${what}`, {
    domain: 'VIR_FROM_XML',
    int1: line,
    int2: column,
    libvirtDetail: `${name}:${line}: ${what}\n${pointAt(source.text, offset)}`,
  });
}

/** Most of a line that is shown. */
const MAX_SHOWN = 160;

/** The line that holds an offset, or the last one before it that is not empty; below it dashes that lead to the place. */
function pointAt(text: string, offset: number): string {
  let at = Math.min(offset, text.length);
  if (at === text.length || isLineEnd(text, at)) while (at > 0 && isLineEnd(text, at - 1)) at -= 1;
  let start = at;
  while (start > 0 && at - start < MAX_SHOWN / 2 && !isLineEnd(text, start - 1)) start -= 1;
  let end = at;
  while (end < text.length && end - start < MAX_SHOWN && !isLineEnd(text, end)) end += 1;
  // eslint-disable-next-line no-control-regex
  const line = text.slice(start, end).replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '?');
  return `${line}\n${'-'.repeat(at - start)}^`;
}

function isLineEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 10 || code === 13;
}

class Guard {
  readonly #source: XmlSource;
  readonly #limits: XmlLimits;
  readonly #sink: XmlSink;
  readonly #text: string;
  /** Names and offsets of the elements that are open. */
  readonly #names: string[] = [];
  readonly #starts: number[] = [];
  #at = 0;
  #nodes = 0;
  #rootSeen = false;
  /** The next one at or behind the scan, Infinity when there is none; stale when smaller than the scan. */
  #nextAmpersand = -1;
  #nextCdataEnd = -1;
  #nextLine = -1;
  #nextTab = -1;

  constructor(source: XmlSource, limits: XmlLimits, sink: XmlSink) {
    this.#source = source;
    this.#text = source.text;
    this.#limits = limits;
    this.#sink = sink;
  }

  document(): void {
    const text = this.#text;
    const bad = text.search(forbidden);
    if (bad >= 0) throw this.#fault(bad, forbiddenCharacter(text, bad));
    if (text.startsWith('<?xml') && isBlankCode(text.charCodeAt(5))) this.#declaration();
    while (this.#at < text.length) {
      const at = this.#at;
      if (text.charCodeAt(at) !== 60) this.#characters();
      else {
        const next = text.charCodeAt(at + 1);
        if (next === 47) this.#endTag();
        else if (next === 33) this.#bang();
        else if (next === 63) this.#instruction();
        else this.#startTag();
      }
    }
    const open = this.#names.at(-1);
    if (open !== undefined) {
      const { line } = positionAt(text, this.#starts.at(-1) as number);
      throw this.#fault(text.length, `Premature end of data in tag ${shorten(open)} line ${line}`);
    }
    if (!this.#rootSeen) throw this.#fault(text.length, `Document is empty: Start tag expected`);
  }

  #declaration(): void {
    declaration.lastIndex = 0;
    const found = declaration.exec(this.#text);
    if (found === null) {
      throw this.#fault(0, `malformed XML declaration, expected <?xml version='1.0' encoding='UTF-8'?>`);
    }
    const encoding = found.groups?.['encoding'];
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) {
      const where = found[0].indexOf(encoding, found[0].indexOf('encoding') + 8);
      throw this.#fault(where, `encoding '${shorten(encoding)}' is not supported, only UTF-8`);
    }
    this.#at = found[0].length;
  }

  /** Character data up to the next `<`. */
  #characters(): void {
    const text = this.#text;
    const from = this.#at;
    const found = text.indexOf('<', from);
    const to = found < 0 ? text.length : found;
    this.#at = to;
    if (this.#names.length === 0) {
      const end = skipBlanks(text, from);
      if (end < to) {
        throw this.#fault(
          end,
          this.#rootSeen ? 'Extra content at the end of the document' : `Start tag expected, '<' not found`,
        );
      }
      return;
    }
    if (this.#nextCdataEnd < from) this.#nextCdataEnd = find(text, ']]>', from);
    if (this.#nextCdataEnd < to) throw this.#fault(this.#nextCdataEnd, `Sequence ']]>' not allowed in content`);
    const references = this.#references(from, to);
    this.#count(from);
    this.#sink.text?.(references ? decodeReferences(text.slice(from, to)) : text.slice(from, to));
  }

  /** Checks the references in a range; true when there are any. */
  #references(from: number, to: number): boolean {
    const text = this.#text;
    if (this.#nextAmpersand < from) this.#nextAmpersand = find(text, '&', from);
    if (this.#nextAmpersand >= to) return false;
    while (this.#nextAmpersand < to) {
      const at = this.#nextAmpersand;
      const fault = referenceFault(text, at, nameEnd(text, at + 1));
      if (fault !== undefined) throw this.#fault(at, fault);
      this.#nextAmpersand = find(text, '&', at + 1);
    }
    return true;
  }

  #startTag(): void {
    const text = this.#text;
    const start = this.#at;
    let at = nameEnd(text, start + 1);
    if (at === start + 1) throw this.#fault(start, 'StartTag: invalid element name');
    const name = text.slice(start + 1, at);
    if (this.#names.length === 0) {
      if (this.#rootSeen) throw this.#fault(start, 'Extra content at the end of the document: a second root element');
      this.#rootSeen = true;
    }
    if (this.#names.length >= this.#limits.maxDepth) {
      throw this.#fault(start, `Excessive depth in document: more than ${this.#limits.maxDepth} levels`);
    }
    this.#count(start);
    let attributes: Map<string, string> | undefined;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === 62) {
        this.#at = at + 1;
        this.#names.push(name);
        this.#starts.push(start);
        this.#sink.start(name, attributes ?? noAttributes, start);
        return;
      }
      if (code === 47 && text.charCodeAt(at + 1) === 62) {
        this.#at = at + 2;
        this.#sink.start(name, attributes ?? noAttributes, start);
        this.#sink.end?.();
        return;
      }
      const next = skipBlanks(text, at);
      if (next === at) throw this.#tagFault(at, name);
      const after = text.charCodeAt(next);
      if (after === 62 || (after === 47 && text.charCodeAt(next + 1) === 62)) {
        at = next;
        continue;
      }
      attributes ??= new Map();
      at = this.#attribute(next, name, attributes);
    }
  }

  /** Reads one attribute and returns the offset behind it. */
  #attribute(from: number, element: string, attributes: Map<string, string>): number {
    const text = this.#text;
    const end = nameEnd(text, from);
    if (end === from) throw this.#tagFault(from, element);
    const name = text.slice(from, end);
    let at = skipBlanks(text, end);
    if (text.charCodeAt(at) !== 61) {
      throw this.#fault(at, `Specification mandates value for attribute ${shorten(name)}`);
    }
    at = skipBlanks(text, at + 1);
    const quote = text.charCodeAt(at);
    if (quote !== 34 && quote !== 39) {
      throw this.#fault(at, `the value of attribute ${shorten(name)} must stand in quotes: " or ' expected`);
    }
    const to = text.indexOf(quote === 34 ? '"' : "'", at + 1);
    if (to < 0) throw this.#fault(at, `the value of attribute ${shorten(name)} has no closing quote`);
    const value = this.#value(at + 1, to, name);
    if (attributes.has(name)) throw this.#fault(from, `Attribute ${shorten(name)} redefined`);
    attributes.set(name, value);
    this.#count(from);
    return to + 1;
  }

  /** White space becomes blanks first, then references are decoded: so `&#10;` survives. */
  #value(from: number, to: number, name: string): string {
    const text = this.#text;
    let value = text.slice(from, to);
    const bad = value.indexOf('<');
    if (bad >= 0) {
      throw this.#fault(from + bad, `Unescaped '<' not allowed in the value of attribute ${shorten(name)}`);
    }
    if (this.#nextLine < from) this.#nextLine = find(text, '\n', from);
    if (this.#nextTab < from) this.#nextTab = find(text, '\t', from);
    if (this.#nextLine < to || this.#nextTab < to) value = value.replace(/[\t\n]/g, ' ');
    return this.#references(from, to) ? decodeReferences(value) : value;
  }

  #endTag(): void {
    const text = this.#text;
    const start = this.#at;
    const name = this.#names.at(-1);
    const end = nameEnd(text, start + 2);
    if (name === undefined) {
      throw this.#fault(start, `end tag </${shorten(text.slice(start + 2, end))}> without a start tag`);
    }
    if (end - start - 2 !== name.length || !text.startsWith(name, start + 2)) {
      const { line } = positionAt(text, this.#starts.at(-1) as number);
      const found = shorten(text.slice(start + 2, end));
      throw this.#fault(start, `Opening and ending tag mismatch: ${shorten(name)} line ${line} and ${found}`);
    }
    const at = skipBlanks(text, end);
    if (text.charCodeAt(at) !== 62) throw this.#fault(at, `expected '>' at the end of </${shorten(name)}`);
    this.#names.pop();
    this.#starts.pop();
    this.#at = at + 1;
    this.#sink.end?.();
  }

  /** `<!`: a comment or a CDATA section; everything else is refused. */
  #bang(): void {
    const text = this.#text;
    const start = this.#at;
    if (text.startsWith('<!--', start)) {
      const end = text.indexOf('--', start + 4);
      if (end < 0) throw this.#fault(start, 'Comment not terminated');
      if (text.charCodeAt(end + 2) !== 62) throw this.#fault(end, 'Double hyphen within comment');
      this.#at = end + 3;
      this.#count(start);
      if (this.#names.length > 0) this.#sink.comment?.(text.slice(start + 4, end));
    } else if (text.startsWith('<![CDATA[', start)) {
      if (this.#names.length === 0) throw this.#fault(start, 'CDATA section outside the root element');
      const end = text.indexOf(']]>', start + 9);
      if (end < 0) throw this.#fault(start, 'CDATA section not finished');
      this.#at = end + 3;
      this.#count(start);
      this.#sink.cdata?.(text.slice(start + 9, end));
    } else if (/^<!doctype/i.test(text.slice(start, start + 9))) {
      throw this.#fault(start, 'a document type (DOCTYPE) is not allowed');
    } else throw this.#fault(start, 'StartTag: invalid element name');
  }

  /** A processing instruction: checked and left out. */
  #instruction(): void {
    const text = this.#text;
    const start = this.#at;
    const end = nameEnd(text, start + 2);
    if (end === start + 2) throw this.#fault(start, 'processing instruction without a name');
    if (end === start + 5 && /^xml$/i.test(text.slice(start + 2, end))) {
      throw this.#fault(start, 'XML declaration allowed only at the start of the document');
    }
    const close = text.indexOf('?>', end);
    if (close < 0) throw this.#fault(start, 'processing instruction not terminated');
    if (close !== end && !isBlankCode(text.charCodeAt(end))) {
      throw this.#fault(end, 'expected a blank behind the name of a processing instruction');
    }
    this.#count(start);
    this.#at = close + 2;
  }

  #count(at: number): void {
    this.#nodes += 1;
    if (this.#nodes > this.#limits.maxNodes) {
      throw this.#fault(at, `more than ${this.#limits.maxNodes} elements, attributes and texts`);
    }
  }

  #tagFault(at: number, name: string): VirtError {
    if (at < this.#text.length) return this.#fault(at, `attributes construct error in tag ${shorten(name)}`);
    const { line } = positionAt(this.#text, this.#text.lastIndexOf('<'));
    return this.#fault(at, `Couldn't find end of Start Tag ${shorten(name)} line ${line}`);
  }

  #fault(at: number, what: string): VirtError {
    return illFormed(this.#source, at, what);
  }
}

function find(text: string, what: string, from: number): number {
  const found = text.indexOf(what, from);
  return found < 0 ? Infinity : found;
}

function forbiddenCharacter(text: string, at: number): string {
  const code = text.charCodeAt(at);
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return code >= 0xd800 && code <= 0xdfff ? `lone surrogate ${name}` : `forbidden character ${name}`;
}
