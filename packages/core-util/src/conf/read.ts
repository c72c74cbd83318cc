import { VirtError } from '../errors/virt-error.ts';
import type { ConfEntry, ConfValue } from './value.ts';

/** Lists deeper than this are refused. */
const maxDepth = 64;

/**
 * Reads libvirt's configuration syntax: `name = value` lines, where a value is a number, a string in `'`, `"` or `"""`,
 * or a list in brackets; comments from `#` to the end of the line.
 *
 * @param filename for messages
 * @throws VirtError VIR_ERR_CONF_SYNTAX `FILE:LINE: expecting ...`
 */
export function readConf(text: string, filename: string): ConfEntry[] {
  return new Reader(text, filename).entries();
}

class Reader {
  readonly #text: string;
  readonly #filename: string;
  #at = 0;
  #line = 1;

  constructor(text: string, filename: string) {
    this.#text = text;
    this.#filename = filename;
  }

  entries(): ConfEntry[] {
    const entries: ConfEntry[] = [];
    for (;;) {
      this.#skipBlanksAndLines();
      const next = this.#peek();
      if (next === '') return entries;
      entries.push(next === '#' ? { comment: this.#comment() } : this.#setting());
    }
  }

  #setting(): ConfEntry {
    const name = this.#match(/[A-Za-z][A-Za-z0-9_]*/y);
    if (name === undefined) throw this.#error('expecting a name');
    this.#skipBlanks();
    if (!this.#take('=')) throw this.#error('expecting an assignment');
    this.#skipBlanks();
    const value = this.#value(0);
    this.#skipBlanks();
    const next = this.#peek();
    if (next === '#') return { name, value, comment: this.#comment() };
    if (next !== '' && next !== '\n' && next !== '\r' && !this.#take(';')) throw this.#error('expecting a separator');
    return { name, value };
  }

  #comment(): string {
    this.#take('#');
    return this.#match(/[^\r\n]*/y) ?? '';
  }

  #value(depth: number): ConfValue {
    const next = this.#peek();
    if (next === '"' || next === "'") return { type: 'string', value: this.#string(next) };
    if (next === '[') return { type: 'list', value: this.#list(depth) };
    if (/[0-9+-]/.test(next)) return this.#number();
    throw this.#error('expecting a value');
  }

  #number(): ConfValue {
    const digits = this.#match(/[+-]?[0-9]+/y);
    if (digits === undefined) throw this.#error('unterminated number');
    // Twenty digits hold any 64-bit number.
    const signed = digits.startsWith('-');
    const value = digits.replace(/^[+-]?0*/, '').length > 20 ? undefined : BigInt(digits.replace('+', ''));
    if (value === undefined || value < -(2n ** 63n) || value >= 2n ** 64n) throw this.#error('number out of range');
    return { type: signed ? 'llong' : 'ullong', value };
  }

  #string(quote: string): string {
    if (this.#text.startsWith('"""', this.#at)) {
      const end = this.#text.indexOf('"""', this.#at + 3);
      if (end < 0) throw this.#error('unterminated string');
      const value = this.#text.slice(this.#at + 3, end);
      this.#move(end + 3);
      return value;
    }
    const value = this.#match(quote === '"' ? /"[^"\r\n]*"/y : /'[^'\r\n]*'/y);
    if (value === undefined) throw this.#error('unterminated string');
    return value.slice(1, -1);
  }

  #list(depth: number): readonly ConfValue[] {
    if (depth >= maxDepth) throw this.#error(`lists may be nested ${maxDepth} deep`);
    const values: ConfValue[] = [];
    this.#take('[');
    this.#skipBlanksAndLines();
    while (this.#peek() !== '' && this.#peek() !== ']') {
      if (values.length > 0) {
        if (!this.#take(',')) throw this.#error('expecting a separator in list');
        this.#skipBlanksAndLines();
        // A comma may stand behind the last value.
        if (this.#peek() === ']') break;
      }
      values.push(this.#value(depth + 1));
      this.#skipBlanksAndLines();
    }
    if (!this.#take(']')) throw this.#error('list is not closed with ]');
    return values;
  }

  #peek(): string {
    return this.#text.charAt(this.#at);
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #skipBlanks(): void {
    this.#match(/[ \t]*/y);
  }

  #skipBlanksAndLines(): void {
    const blank = /[ \t\r\n]*/y;
    blank.lastIndex = this.#at;
    this.#move(this.#at + (blank.exec(this.#text)?.[0].length ?? 0));
  }

  /** Goes on to `to`, counting lines. */
  #move(to: number): void {
    for (; this.#at < to; this.#at++) if (this.#peek() === '\n') this.#line++;
  }

  #error(what: string): VirtError {
    return new VirtError('VIR_ERR_CONF_SYNTAX', `${this.#filename}:${this.#line}: ${what}`, { domain: 'VIR_FROM_CONF' });
  }
}
