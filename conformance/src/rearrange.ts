/** A start tag, an end tag, or what stands between tags. */
type Token =
  | { readonly kind: 'start'; readonly name: string; readonly attributes: readonly Attribute[]; readonly empty: boolean }
  | { readonly kind: 'end'; readonly name: string }
  | { readonly kind: 'text' | 'other'; readonly source: string };

interface Attribute {
  readonly name: string;
  /** As written, without its quotes. */
  readonly value: string;
}

const token = /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<\/([^\s<>/]+)\s*>|<([^\s<>/!?]+)((?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/gy;
const attribute = /([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * The same document in other clothes: attributes in another order and in other quotes, character references, and comments
 * and white space where they mean nothing. What libvirt keeps as it was (`<metadata>`, elements with a prefix) gets other
 * quotes only. A text that is no XML is returned as it is.
 *
 * @param seed the same clothes for the same text and seed
 */
export function rearranged(text: string, seed: number): string {
  const tokens = tokenize(text);
  return tokens === undefined ? text : new Rearranger(tokens, random(hash(text) ^ seed)).document();
}

function tokenize(text: string): readonly Token[] | undefined {
  if (!/^\s*</.test(text)) return undefined;
  const tokens: Token[] = [];
  const open: string[] = [];
  token.lastIndex = 0;
  let end = 0;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    end = token.lastIndex;
    const [source, ended, started, attributes = '', slash] = found;
    if (ended !== undefined) {
      if (open.pop() !== ended) return undefined;
      tokens.push({ kind: 'end', name: ended });
    } else if (started !== undefined) {
      if (slash === '') open.push(started);
      const all = [...attributes.matchAll(attribute)].map(([, name = '', one, other]) => ({ name, value: one ?? other ?? '' }));
      tokens.push({ kind: 'start', name: started, attributes: all, empty: slash !== '' });
    } else tokens.push({ kind: source.startsWith('<') ? 'other' : 'text', source });
  }
  const isWhole = end === text.length && open.length === 0 && tokens.some(({ kind }) => kind === 'start');
  return isWhole ? tokens : undefined;
}

class Rearranger {
  readonly #tokens: readonly Token[];
  readonly #next: () => number;
  #out = '';

  constructor(tokens: readonly Token[], next: () => number) {
    this.#tokens = tokens;
    this.#next = next;
  }

  document(): string {
    const tokens = this.#tokens;
    const loose = looseEnds(tokens);
    let kept = 0;
    tokens.forEach((one, at) => {
      if (one.kind === 'end') {
        if (kept > 0) kept -= 1;
        this.#out += `</${one.name}${this.#chance(0.1) ? ' ' : ''}>`;
      } else if (one.kind === 'start') {
        const keeps = kept > 0 || one.name === 'metadata' || one.name.includes(':');
        this.#start(one, kept > 0 || one.name.includes(':'));
        if (keeps && !one.empty) kept += 1;
      } else this.#out += one.kind === 'text' && kept === 0 ? this.#references(one.source) : one.source;
      if (kept === 0 && loose.has(at)) this.#filler();
    });
    return this.#out;
  }

  #start({ name, attributes, empty }: Token & { kind: 'start' }, kept: boolean): void {
    this.#out += `<${name}`;
    for (const one of kept ? attributes : this.#shuffled(attributes)) {
      const quote = this.#quoteFor(one.value);
      const value = kept ? one.value : this.#references(one.value);
      const equals = !kept && this.#chance(0.1) ? ' = ' : '=';
      this.#out += `${!kept && this.#chance(0.1) ? '\n    ' : ' '}${one.name}${equals}${quote}${value}${quote}`;
    }
    if (!empty) this.#out += this.#chance(0.1) && !kept ? ' >' : '>';
    else this.#out += this.#chance(0.2) && !kept ? `></${name}>` : '/>';
  }

  #quoteFor(value: string): string {
    if (value.includes('"')) return "'";
    return value.includes("'") || this.#chance(0.7) ? '"' : "'";
  }

  /** Some letters and digits as references. */
  #references(value: string): string {
    if (!this.#chance(0.1)) return value;
    return value.replace(/&[^;]*;|[A-Za-z0-9]/g, (found) => {
      if (found.length > 1 || !this.#chance(0.2)) return found;
      const code = found.charCodeAt(0);
      return this.#chance(0.5) ? `&#${code};` : `&#x${code.toString(16)};`;
    });
  }

  #filler(): void {
    if (this.#chance(0.2)) this.#out += '<!-- a <b c="d"/> & - > \' -->';
    if (this.#chance(0.2)) this.#out += '\n\n\t ';
    if (this.#chance(0.02)) this.#out += '<?keep out?>';
  }

  #shuffled<T>(items: readonly T[]): readonly T[] {
    const all = [...items];
    for (let at = all.length - 1; at > 0; at -= 1) {
      const other = Math.floor(this.#next() * (at + 1));
      [all[at], all[other]] = [all[other] as T, all[at] as T];
    }
    return all;
  }

  #chance(of: number): boolean {
    return this.#next() < of;
  }
}

/** The tokens behind which there is nothing but markup: white space and comments mean nothing there. */
function looseEnds(tokens: readonly Token[]): ReadonlySet<number> {
  const loose = new Set<number>();
  const open: { ends: number[]; hasText: boolean; hasElements: boolean }[] = [];
  const close = (level: (typeof open)[number] | undefined): void => {
    if (level !== undefined && level.hasElements && !level.hasText) for (const at of level.ends) loose.add(at);
  };
  tokens.forEach((one, at) => {
    const level = open.at(-1);
    if (one.kind === 'text') {
      if (level !== undefined && one.source.trim() !== '') level.hasText = true;
    } else if (one.kind === 'other') {
      if (level !== undefined && one.source.startsWith('<![CDATA[')) level.hasText = true;
      if (level !== undefined) level.ends.push(at);
    } else if (one.kind === 'start') {
      if (level !== undefined) level.hasElements = true;
      if (one.empty) level?.ends.push(at);
      else open.push({ ends: [at], hasText: false, hasElements: false });
    } else {
      close(open.pop());
      const outer = open.at(-1);
      if (outer === undefined) loose.add(at);
      else outer.ends.push(at);
    }
  });
  return loose;
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value;
}

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
