import { CommandError } from '../errors.ts';

/** A word of an expression, and what it is. */
export interface Token {
  readonly kind: 'name' | 'function' | 'axis' | 'type' | 'operator' | 'number' | 'literal' | 'symbol';
  readonly text: string;
}

const nodeTypes: ReadonlySet<string> = new Set(['node', 'text', 'comment', 'processing-instruction']);
const wordOperators: ReadonlySet<string> = new Set(['and', 'or', 'mod', 'div']);
const pattern =
  /\s*(?:(?<number>\d+(?:\.\d*)?|\.\d+)|"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<name>[\p{L}_][\p{L}\p{N}\-._]*(?::(?:[\p{L}_][\p{L}\p{N}\-._]*|\*)(?!:))?)|(?<symbol>::|\.\.|\/\/|!=|<=|>=|[()[\].@,/|+\-=<>*$]))/uy;

export const invalid = (expression: string): CommandError => new CommandError(`XPath error : Invalid expression '${expression}'`);

/** @throws CommandError for what is no XPath 1.0 */
export function tokens(expression: string): Token[] {
  const found: Token[] = [];
  pattern.lastIndex = 0;
  const text = expression.trimEnd();
  for (let at = 0; at < text.length; at = pattern.lastIndex) {
    const groups = pattern.exec(text)?.groups;
    if (!groups) throw invalid(expression);
    found.push(tokenOf(groups, found.at(-1), text.slice(pattern.lastIndex).trimStart()));
  }
  return found;
}

/** Names and `*` are operators where an operand stands before them. */
function tokenOf(groups: Readonly<Record<string, string | undefined>>, before: Token | undefined, behind: string): Token {
  const { number, double, single, name, symbol } = groups;
  if (number !== undefined) return { kind: 'number', text: number };
  const literal = double ?? single;
  if (literal !== undefined) return { kind: 'literal', text: literal };
  const operand = before !== undefined && isOperand(before);
  if (name !== undefined) {
    if (operand && wordOperators.has(name)) return { kind: 'operator', text: name };
    if (behind.startsWith('(')) return { kind: nodeTypes.has(name) ? 'type' : 'function', text: name };
    return { kind: behind.startsWith('::') ? 'axis' : 'name', text: name };
  }
  const text = symbol as string;
  if (text === '*') return { kind: operand ? 'operator' : 'name', text };
  return { kind: ['|', '+', '-', '=', '!=', '<', '<=', '>', '>='].includes(text) ? 'operator' : 'symbol', text };
}

const isOperand = ({ kind, text }: Token): boolean =>
  kind === 'name' || kind === 'number' || kind === 'literal' || (kind === 'symbol' && [')', ']', '.', '..'].includes(text));
