import { CommandError } from '../errors.ts';
import { textOf, type XPathNode } from './nodes.ts';

/** What an expression gives. */
export type Value = readonly XPathNode[] | string | number | boolean;

/** Where an expression is looked at: a node, and its place among those that are looked at. */
export interface Context {
  readonly node: XPathNode;
  readonly position: number;
  readonly size: number;
}

export const isNodes = (value: Value): value is readonly XPathNode[] => typeof value === 'object';

export function text(value: Value): string {
  if (isNodes(value)) return value[0] ? textOf(value[0]) : '';
  return typeof value === 'number' && Object.is(value, -0) ? '0' : String(value);
}

export function number(value: Value): number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') return value;
  const written = text(value).trim();
  return /^-?(\d+(\.\d*)?|\.\d+)$/.test(written) ? Number(written) : NaN;
}

export function truth(value: Value): boolean {
  if (isNodes(value) || typeof value === 'string') return value.length > 0;
  return typeof value === 'boolean' ? value : value !== 0 && !Number.isNaN(value);
}

const nodes = (value: Value | undefined): readonly XPathNode[] => {
  if (value === undefined || !isNodes(value)) throw new CommandError('XPath error : Invalid type');
  return value;
};

/** `round` of XPath: halves go up. */
const round = (value: number): number => Math.floor(value + 0.5);

function substring(value: string, start: number, length: number): string {
  const first = round(start);
  const end = first + round(length);
  return [...value].filter((_, index) => index + 1 >= first && index + 1 < end).join('');
}

function translated(value: string, from: string, to: string): string {
  const [old, replacement] = [[...from], [...to]];
  return [...value].map((char) => (old.includes(char) ? (replacement[old.indexOf(char)] ?? '') : char)).join('');
}

type Call = (args: readonly Value[], context: Context) => Value;

/** The first argument, or the node that is looked at. */
const given = (args: readonly Value[], { node }: Context): Value => args[0] ?? [node];
const words = (args: readonly Value[]): readonly [string, string, string] => [text(args[0] ?? ''), text(args[1] ?? ''), text(args[2] ?? '')];
const local = (name: string): string => name.slice(name.indexOf(':') + 1);

const calls: Readonly<Record<string, Call>> = {
  last: (_, { size }) => size,
  position: (_, { position }) => position,
  count: ([set]) => nodes(set).length,
  id: () => [],
  name: (args, context) => nodes(given(args, context))[0]?.name ?? '',
  'local-name': (args, context) => local(nodes(given(args, context))[0]?.name ?? ''),
  string: (args, context) => text(given(args, context)),
  concat: (args) => args.map(text).join(''),
  'starts-with': (args) => words(args)[0].startsWith(words(args)[1]),
  contains: (args) => words(args)[0].includes(words(args)[1]),
  'substring-before': (args) => {
    const [all, part] = words(args);
    return all.includes(part) ? all.slice(0, all.indexOf(part)) : '';
  },
  'substring-after': (args) => {
    const [all, part] = words(args);
    return all.includes(part) ? all.slice(all.indexOf(part) + part.length) : '';
  },
  substring: ([all = '', start = 1, length = Infinity]) => substring(text(all), number(start), number(length)),
  'string-length': (args, context) => [...text(given(args, context))].length,
  'normalize-space': (args, context) => text(given(args, context)).trim().replace(/\s+/g, ' '),
  translate: (args) => translated(...words(args)),
  boolean: ([value = false]) => truth(value),
  not: ([value = false]) => !truth(value),
  true: () => true,
  false: () => false,
  number: (args, context) => number(given(args, context)),
  sum: ([set]) => nodes(set).reduce((sum, node) => sum + number([node]), 0),
  floor: ([value = NaN]) => Math.floor(number(value)),
  ceiling: ([value = NaN]) => Math.ceil(number(value)),
  round: ([value = NaN]) => round(number(value)),
};

/** @throws CommandError for a function that there is not */
export function callFunction(name: string, args: readonly Value[], context: Context): Value {
  const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
  if (!call) throw new CommandError(`XPath error : Unregistered function ${name}`);
  return call(args, context);
}
