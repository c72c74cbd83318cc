import { invalid, tokens, type Token } from './tokens.ts';

/** One step of a path: `child::disk[1]`. */
export interface Step {
  readonly axis: string;
  /** A name, `*`, or a type of nodes with its brackets: `text()`. */
  readonly test: string;
  readonly predicates: readonly Expression[];
}

/** An XPath 1.0 expression. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'literal'; readonly value: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'negative'; readonly of: Expression }
  | { readonly kind: 'path'; readonly from: 'root' | 'here' | Expression; readonly steps: readonly Step[] }
  | { readonly kind: 'filter'; readonly of: Expression; readonly predicates: readonly Expression[] };

/** From what binds least to what binds most. */
const levels: readonly (readonly string[])[] = [['or'], ['and'], ['=', '!='], ['<', '<=', '>', '>='], ['+', '-'], ['*', 'div', 'mod']];

/** `//` */
const anywhere: Step = { axis: 'descendant-or-self', test: 'node()', predicates: [] };

/** @throws CommandError for what is no XPath 1.0 */
export function parseXPath(expression: string): Expression {
  const words = tokens(expression);
  let at = 0;
  const peek = (kind: Token['kind'], ...texts: readonly string[]): boolean => {
    const word = words[at];
    return word !== undefined && word.kind === kind && (texts.length === 0 || texts.includes(word.text));
  };
  const symbol = (...texts: readonly string[]): boolean => peek('symbol', ...texts);
  const take = (): Token => {
    const word = words[at];
    if (!word) throw invalid(expression);
    at += 1;
    return word;
  };
  const expect = (text: string): void => {
    if (!symbol(text)) throw invalid(expression);
    at += 1;
  };

  const binary = (level: number): Expression => {
    const operators = levels[level];
    if (!operators) return unary();
    let left = binary(level + 1);
    while (peek('operator', ...operators)) left = { kind: 'binary', operator: take().text, left, right: binary(level + 1) };
    return left;
  };
  const unary = (): Expression => {
    if (!peek('operator', '-')) return union();
    at += 1;
    return { kind: 'negative', of: unary() };
  };
  const union = (): Expression => {
    let left = path();
    while (peek('operator', '|')) {
      at += 1;
      left = { kind: 'binary', operator: '|', left, right: path() };
    }
    return left;
  };
  const path = (): Expression => {
    if (symbol('/', '//')) {
      const deep = take().text === '//';
      const steps = deep || startsStep() ? relative(deep ? [anywhere] : []) : [];
      return { kind: 'path', from: 'root', steps };
    }
    if (startsStep()) return { kind: 'path', from: 'here', steps: relative([]) };
    const of = primary();
    const found = predicates();
    const from: Expression = found.length === 0 ? of : { kind: 'filter', of, predicates: found };
    return symbol('/', '//') ? { kind: 'path', from, steps: relative(take().text === '//' ? [anywhere] : []) } : from;
  };
  const startsStep = (): boolean => peek('name') || peek('axis') || peek('type') || symbol('.', '..', '@');
  const relative = (steps: Step[]): Step[] => {
    steps.push(step());
    while (symbol('/', '//')) {
      if (take().text === '//') steps.push(anywhere);
      steps.push(step());
    }
    return steps;
  };
  const step = (): Step => {
    if (symbol('.', '..')) return { axis: take().text === '.' ? 'self' : 'parent', test: 'node()', predicates: [] };
    let axis = 'child';
    if (symbol('@')) {
      at += 1;
      axis = 'attribute';
    } else if (peek('axis')) {
      axis = take().text;
      expect('::');
    }
    if (!peek('name') && !peek('type')) throw invalid(expression);
    const { kind, text } = take();
    if (kind === 'type') {
      expect('(');
      if (peek('literal')) at += 1;
      expect(')');
    }
    return { axis, test: kind === 'type' ? `${text}()` : text, predicates: predicates() };
  };
  const predicates = (): Expression[] => {
    const found: Expression[] = [];
    while (symbol('[')) {
      at += 1;
      found.push(binary(0));
      expect(']');
    }
    return found;
  };
  const primary = (): Expression => {
    if (symbol('(')) {
      at += 1;
      const inner = binary(0);
      expect(')');
      return inner;
    }
    const { kind, text } = take();
    if (kind === 'number') return { kind, value: Number(text) };
    if (kind === 'literal') return { kind, value: text };
    if (kind !== 'function') throw invalid(expression);
    expect('(');
    const args: Expression[] = [];
    while (!symbol(')')) {
      if (args.length > 0) expect(',');
      args.push(binary(0));
    }
    at += 1;
    return { kind: 'call', name: text, args };
  };

  const parsed = binary(0);
  if (at < words.length) throw invalid(expression);
  return parsed;
}
