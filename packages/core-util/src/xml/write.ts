import { VirtError } from '../errors/virt-error.ts';
import { blanks } from './blanks.ts';
import type { XmlElement } from './element.ts';
import { escapeText, escapeValue } from './escape.ts';
import { foreignXml } from './foreign.ts';

/** What was written last. */
type State = 'between' | 'tag' | 'text';

/**
 * Writes XML as libvirt writes it: two blanks of indentation, single quotes, an element without content as `<x/>`.
 *
 * @example
 * ```ts
 * const w = new XmlWriter();
 * w.open('domain').attr('type', 'qemu').leaf('name', 'web').open('on_crash').text('destroy').close().close();
 * w.toString(); // "<domain type='qemu'>\n  <name>web</name>\n  <on_crash>destroy</on_crash>\n</domain>\n"
 * ```
 */
export class XmlWriter {
  readonly #indent: number;
  readonly #names: string[] = [];
  #out = '';
  #state: State = 'between';
  /** Names of elements that were opened last, and are not written before something goes into them. */
  #waiting: string[] = [];

  /** @param indent blanks before the outermost elements */
  constructor(indent = 0) {
    this.#indent = indent;
  }

  /** Number of elements that are open. */
  get depth(): number {
    return this.#names.length;
  }

  /** Begins an element: `<name`. The start tag stays open for {@link XmlWriter.attr}. */
  open(name: string): this {
    this.#line();
    this.#out += `${this.#margin()}<${name}`;
    this.#names.push(name);
    this.#state = 'tag';
    return this;
  }

  /** Begins an element that is left out if it is closed with nothing in it. */
  openOptional(name: string): this {
    this.#waiting.push(name);
    return this;
  }

  /** Adds an attribute; only directly after {@link XmlWriter.open} or another attribute. */
  attr(name: string, value: string): this {
    if (this.#waiting.length > 0) this.#openWaiting();
    if (this.#state !== 'tag') throw misuse(`attribute '${name}' outside a start tag`);
    this.#out += ` ${name}='${escapeValue(value)}'`;
    return this;
  }

  /** Character data on the same line. The empty string makes `<name></name>` of an empty element. */
  text(value: string): this {
    if (this.#waiting.length > 0) this.#openWaiting();
    if (this.#names.length === 0) throw misuse('text outside an element');
    if (this.#state === 'tag') this.#out += '>';
    this.#out += escapeText(value);
    this.#state = 'text';
    return this;
  }

  /**
   * Ends the element that was opened last.
   *
   * @param pair write an empty element as start and end tag on two lines, as libvirt writes `<devices>`
   */
  close(pair = false): this {
    if (this.#waiting.pop() !== undefined) return this;
    const name = this.#names.pop();
    if (name === undefined) throw misuse('no element is open');
    if (this.#state === 'tag') this.#out += pair ? `>\n${this.#margin()}</${name}>\n` : '/>\n';
    else if (this.#state === 'text') this.#out += `</${name}>\n`;
    else this.#out += `${this.#margin()}</${name}>\n`;
    this.#state = 'between';
    return this;
  }

  /** A whole element with text only: `<name>value</name>`, also when the value is empty. */
  leaf(name: string, value: string): this {
    this.#line();
    this.#out += `${this.#margin()}<${name}>${escapeText(value)}</${name}>\n`;
    return this;
  }

  /** Foreign XML, written as libxml2 writes it: see {@link foreignXml}. */
  foreign(element: XmlElement): this {
    this.#line();
    const indent = this.#indent + 2 * this.#names.length;
    this.#out += `${this.#margin()}${foreignXml(element, indent)}\n`;
    return this;
  }

  /** Whole lines of markup, taken as they are: the caller has indented and escaped them. */
  raw(markup: string): this {
    this.#line();
    this.#out += markup;
    return this;
  }

  /** What was written so far. */
  toString(): string {
    return this.#out;
  }

  #openWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const name of waiting) this.open(name);
  }

  #margin(): string {
    return blanks(this.#indent + 2 * this.#names.length);
  }

  /** Goes to the beginning of a line. */
  #line(): void {
    if (this.#waiting.length > 0) this.#openWaiting();
    if (this.#state === 'tag') this.#out += '>\n';
    else if (this.#state === 'text') this.#out += '\n';
    this.#state = 'between';
  }
}

function misuse(what: string): VirtError {
  return new VirtError('VIR_ERR_INTERNAL_ERROR', `XmlWriter: ${what}`, { domain: 'VIR_FROM_XML' });
}
