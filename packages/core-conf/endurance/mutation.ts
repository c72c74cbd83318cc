import { isVirtError } from '@virtweave/core-util';
import { toJSON } from '../src/index.ts';
import { documents, type Documents } from './documents.ts';
import { doors, type Door } from './doors.ts';
import { mutate, pick, random } from './mutate.ts';

/** A mutated document, and the doors through which it is put. */
export interface Mutation {
  readonly text: string;
  readonly doors: readonly Door[];
  readonly strict: boolean;
}

/** What became of a mutation at one of its doors. */
export type Outcome = 'value' | 'refused';

/** The mutations of a seed: each can be made again without those before it. */
export class Mutations {
  readonly #seed: number;
  readonly #documents: Documents;
  readonly #roots: readonly string[];
  readonly #longRoots: readonly string[];

  constructor(seed: number) {
    this.#seed = seed;
    this.#documents = documents();
    this.#roots = [...this.#documents.short.keys()];
    this.#longRoots = [...this.#documents.long.keys()];
  }

  get(turn: number): Mutation {
    const next = random((this.#seed ^ Math.imul(turn + 1, 0x9e3779b1)) >>> 0);
    // Long documents have every 64th turn. Of the others a third are domains, and all kinds have their turn.
    const isLong = turn % 64 === 63 && this.#longRoots.length > 0;
    const roots = isLong ? this.#longRoots : this.#roots;
    const root = !isLong && turn % 3 === 0 ? 'domain' : (roots[(isLong ? turn >> 6 : turn) % roots.length] as string);
    const texts = (isLong ? this.#documents.long : this.#documents.short).get(root) ?? [];
    const text = mutate(pick(texts, next) ?? '', pick(texts, next) ?? '', next);
    return { text, doors: doors.filter(({ roots }) => roots.includes(root)), strict: turn % 8 === 7 };
  }
}

/** What a mutation broke. */
export class Violation extends Error {}

/**
 * Puts a text through a door. It must be refused with a VirtError, or become an object; the object must become text that
 * gives the same object again, and fit its schema.
 */
export function pass(door: Door, text: string, strict: boolean): Outcome {
  const object = readOrRefuse(() => door.read(text, strict));
  if (object === undefined) return 'refused';
  const before = said(object);
  door.check?.(object);
  if (door.write === undefined) return 'value';
  const xml = door.write(object);
  if (door.name === 'network update') return 'value';
  const again = readOrThrow(() => door.read(xml, strict), xml);
  const after = said(again);
  if (after !== before) throw new Violation(`read again it is another object\n${firstDifference(before, after)}\n${xml}`);
  const second = door.write(again);
  if (sortedLines(second) !== sortedLines(xml)) throw new Violation(`written again it is another text\n${firstDifference(xml, second)}\n${xml}`);
  return 'value';
}

function readOrRefuse(read: () => object): object | undefined {
  try {
    return read();
  } catch (error) {
    if (isVirtError(error)) return undefined;
    throw error;
  }
}

function readOrThrow(read: () => object, xml: string): object {
  try {
    return read();
  } catch (error) {
    throw new Violation(`what was written is refused: ${String(error)}\n${xml}`, { cause: error });
  }
}

/** libvirt reads them, for the driver, and does not write them (`removable` of SCSI disks). */
const unwritten: ReadonlySet<string> = new Set(['nocow', 'removable']);

/** What an object says. Elements and lists that hold nothing say nothing: libvirt does not write them. */
function said(object: object): string {
  return JSON.stringify(sorted(toJSON(object)));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((one) => sorted(one) ?? null);
  const found: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    if (unwritten.has(key)) continue;
    const one = (value as Record<string, unknown>)[key];
    const inner = sorted(key === 'extensions' || key === 'privateData' ? attributesOf(one) : one);
    if (inner !== undefined) found[key] = key === 'controllers' ? inOrder(inner) : inner;
  }
  const keys = Object.keys(found);
  // Whether a CPU model may be replaced is not written as long as none is named.
  return keys.length === 0 || (keys.length === 1 && keys[0] === 'fallback') ? undefined : found;
}

/** Controllers that had no numbers are written in front of those that had some, and then read in the order of their numbers. */
const inOrder = (controllers: unknown): unknown => (controllers as unknown[]).map((one) => JSON.stringify(one)).sort();
const sortedLines = (xml: string): string => xml.split('\n').sort().join('\n');

/** Drivers write their own elements with their own prefix, and without text and comments: what counts are the attributes. */
function attributesOf(elements: unknown): unknown {
  const xml = JSON.stringify(elements).replaceAll(/<!--.*?-->/g, '');
  return [...xml.matchAll(/ (?!xmlns)[\w:-]+=\\"(.*?)\\"/g)].map(([, value]) => value);
}

function firstDifference(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const from = Math.max(0, at - 80);
  return `- ${a.slice(from, at + 80)}\n+ ${b.slice(from, at + 80)}`;
}
