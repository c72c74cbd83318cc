import { VirtError } from './errors/virt-error.ts';

/** Largest bit number: libvirt keeps them in an int. */
const maxBit = 2 ** 31 - 1;

/** Largest bitmap that is turned into bytes or hexadecimal digits: 8 MiB of data, far above any real CPU or node set. */
const maxDataBits = 2 ** 26;

/** A run of set bits, both ends included. */
export interface BitRange {
  readonly first: number;
  readonly last: number;
}

/**
 * A set of small numbers, such as CPUs or NUMA nodes, with a size: libvirt's `virBitmap`. Immutable. It is kept as runs
 * of set bits, so it needs memory in proportion to the text it was read from, whatever numbers that text contains.
 *
 * @example
 * ```ts
 * const cpus = Bitmap.parse('0-3,^2,8');
 * [...cpus]; // [0, 1, 3, 8]
 * cpus.with(2).toString(); // '0-3,8'
 * ```
 */
export class Bitmap implements Iterable<number> {
  /** Number of bits, set or not. */
  readonly size: number;
  /** Runs of set bits, ascending, with a gap between any two. */
  readonly ranges: readonly BitRange[];

  /** For the functions below. Use `Bitmap.parse`, `Bitmap.of`, `Bitmap.fromBytes`, `Bitmap.fromHex`. */
  private constructor(size: number, ranges: readonly BitRange[]) {
    this.size = size;
    this.ranges = ranges;
  }

  /**
   * Parses libvirt's form: numbers and ranges separated by commas, `^N` takes a number out again.
   *
   * @param size number of bits; bits beyond are an error. Without it the bitmap is as large as its text needs.
   * @throws VirtError VIR_ERR_INVALID_ARG `Failed to parse bitmap '...'`
   */
  static parse(text: string, size?: number): Bitmap {
    if (text.trim() === '') throw notParsed(text);
    return Bitmap.parseAllowEmpty(text, size);
  }

  /** As {@link Bitmap.parse}, but text without any number is an empty bitmap. */
  static parseAllowEmpty(text: string, size?: number): Bitmap {
    if (text.trim() === '') return new Bitmap(size ?? 0, []);
    const items = text.split(',');
    // One comma may stand at the end.
    if (items.length > 1 && items.at(-1)?.trim() === '') items.pop();
    const edits = items.map((item) => readItem(item, text));
    let needed = 0;
    for (const { last } of edits) needed = Math.max(needed, last + 1);
    if (size !== undefined && needed > size) throw notParsed(text, `its size is ${size} bits`);
    return new Bitmap(size ?? needed, applyEdits(edits));
  }

  /** The bitmap with these bits set, just large enough unless `size` says otherwise. */
  static of(bits: Iterable<number>, size?: number): Bitmap {
    const ranges = [...bits].map((bit) => ({ first: checked(bit), last: bit }));
    return Bitmap.fromRanges(ranges, size);
  }

  /** The bitmap of these runs, in any order, overlapping or not. */
  static fromRanges(ranges: Iterable<BitRange>, size?: number): Bitmap {
    const list = [...ranges];
    for (const { first, last } of list) {
      if (checked(first) > checked(last)) throw invalid(`range ${first}-${last} is reversed`);
    }
    const merged = merge(list);
    const needed = (merged.at(-1)?.last ?? -1) + 1;
    if (size !== undefined && needed > checkedSize(size)) throw invalid(`bit ${needed - 1} is outside a bitmap of ${size} bits`);
    return new Bitmap(size ?? needed, merged);
  }

  /** An empty bitmap, or one with all bits set. */
  static filled(size: number, value: boolean = true): Bitmap {
    checkedSize(size);
    return new Bitmap(size, value && size > 0 ? [{ first: 0, last: size - 1 }] : []);
  }

  /** From bytes as the RPC protocol and CPU maps have them: bit N is in byte N / 8, lowest bit first (`virBitmapNewData`). */
  static fromBytes(bytes: Uint8Array): Bitmap {
    const ranges: BitRange[] = [];
    let first = -1;
    for (let bit = 0; bit <= bytes.length * 8; bit++) {
      const set = (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1;
      if (set && first < 0) first = bit;
      if (!set && first >= 0) {
        ranges.push({ first, last: bit - 1 });
        first = -1;
      }
    }
    return new Bitmap(bytes.length * 8, ranges);
  }

  /** From hexadecimal digits, the highest bits in front; 4 bits a digit (`virBitmapNewString`). */
  static fromHex(text: string): Bitmap {
    if (!/^[0-9a-f]*$/i.test(text)) throw invalid(`Invalid hexadecimal string '${text.slice(0, 64)}'`);
    const even = text.length % 2 === 0 ? text : `0${text}`;
    const { ranges } = Bitmap.fromBytes(Uint8Array.from(Buffer.from(even, 'hex').reverse()));
    return new Bitmap(text.length * 4, ranges);
  }

  /** libvirt's form, `0-3,8`; empty when no bit is set (`virBitmapFormat`). */
  toString(): string {
    return this.ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
  }

  /** Hexadecimal digits, one for 4 bits of the size (`virBitmapToString`). */
  toHex(): string {
    const digits = Math.ceil(dataBits(this.size) / 4);
    const hex = Buffer.from(this.toBytes(Math.ceil(this.size / 8)).reverse()).toString('hex');
    return hex.slice(hex.length - digits);
  }

  /**
   * Bytes with the lowest bits first (`virBitmapToData`).
   *
   * @param length bits beyond it are dropped; without it, as many as the highest set bit needs, at least one
   */
  toBytes(length: number = Math.max(1, Math.ceil((this.lastSet() + 1) / 8))): Uint8Array {
    dataBits(length * 8);
    const bytes = new Uint8Array(length);
    for (const { first, last } of this.ranges) {
      for (let bit = first; bit <= last && bit < length * 8; bit++) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (1 << (bit & 7));
    }
    return bytes;
  }

  /** The set bits, ascending. */
  *[Symbol.iterator](): Iterator<number> {
    for (const { first, last } of this.ranges) for (let bit = first; bit <= last; bit++) yield bit;
  }

  /** The bits that are not set, ascending, up to the size. */
  *clearBits(): Generator<number, void, undefined> {
    for (const { first, last } of this.inverted().ranges) for (let bit = first; bit <= last; bit++) yield bit;
  }

  /** Is the bit set? False beyond the size. */
  has(bit: number): boolean {
    return this.ranges.some(({ first, last }) => first <= bit && bit <= last);
  }

  /** How many bits are set. */
  count(): number {
    return this.ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  }

  /** Lowest set bit after `bit`, -1 when there is none (`virBitmapNextSetBit`). */
  nextSet(bit: number = -1): number {
    const range = this.ranges.find(({ last }) => last > bit);
    return range === undefined ? -1 : Math.max(range.first, bit + 1);
  }

  /** Lowest clear bit after `bit`, -1 when there is none (`virBitmapNextClearBit`). */
  nextClear(bit: number = -1): number {
    return this.inverted().nextSet(bit);
  }

  /** Highest set bit, -1 when there is none (`virBitmapLastSetBit`). */
  lastSet(): number {
    return this.ranges.at(-1)?.last ?? -1;
  }

  isEmpty(): boolean {
    return this.ranges.length === 0;
  }

  isFull(): boolean {
    return this.count() === this.size;
  }

  /**
   * All bits in ascending order, for sets of things that a machine has.
   *
   * @throws VirtError `VIR_ERR_INVALID_ARG` for more than `most`: a short text may name billions
   */
  toArray(most: number = 65_536): number[] {
    const count = this.count();
    if (count > most) throw invalid(`bitmap '${this.toString().slice(0, 64)}' has ${count} bits, the limit is ${most}`);
    return [...this];
  }

  /** With the bit set; grows when the bit lies beyond the size. */
  with(bit: number): Bitmap {
    return this.union(Bitmap.of([bit]));
  }

  /** With the bit cleared. */
  without(bit: number): Bitmap {
    return this.subtract(Bitmap.of([bit]));
  }

  /** Bits of either. As large as the larger. */
  union(other: Bitmap): Bitmap {
    return new Bitmap(Math.max(this.size, other.size), merge([...this.ranges, ...other.ranges]));
  }

  /** Bits of both. Keeps this one's size. */
  intersect(other: Bitmap): Bitmap {
    return new Bitmap(this.size, common(this.ranges, other.ranges));
  }

  /** Bits of this one that the other has not. Keeps this one's size. */
  subtract(other: Bitmap): Bitmap {
    return new Bitmap(this.size, common(this.ranges, complement(other.ranges, this.size)));
  }

  /** Clear where this one is set, up to the size. */
  inverted(): Bitmap {
    return new Bitmap(this.size, complement(this.ranges, this.size));
  }

  overlaps(other: Bitmap): boolean {
    return common(this.ranges, other.ranges).length > 0;
  }

  /** The same bits set? The sizes may differ (`virBitmapEqual`). */
  equals(other: Bitmap): boolean {
    return this.toString() === other.toString();
  }

  /** At most `size` bits large; what lies beyond is dropped (`virBitmapShrink`). */
  shrink(size: number): Bitmap {
    if (size >= this.size) return this;
    return new Bitmap(checkedSize(size), size === 0 ? [] : common(this.ranges, [{ first: 0, last: size - 1 }]));
  }
}

interface Edit extends BitRange {
  readonly set: boolean;
}

function readItem(item: string, text: string): Edit {
  const match = /^\s*(?:\^([0-9]+)|([0-9]+)(?:\s*-\s*\+?([0-9]+))?)\s*$/.exec(item);
  if (match === null) throw notParsed(text);
  const [, cleared, from, to] = match;
  const first = Number(cleared ?? from);
  const last = to === undefined ? first : Number(to);
  if (last < first || last > maxBit) throw notParsed(text);
  return { first, last, set: cleared === undefined };
}

/** Later items win: `^2,2` has the bit, `2,^2` has not. Goes backwards, deciding each cleared bit once. */
function applyEdits(edits: readonly Edit[]): readonly BitRange[] {
  const ranges = merge(edits.filter(({ set }) => set));
  const bits = [...new Set(edits.filter(({ set }) => !set).map(({ first }) => first))].sort((a, b) => a - b);
  if (bits.length === 0) return ranges;
  /** The first undecided bit at or after each, as an index. */
  const next = Array.from({ length: bits.length + 1 }, (_, i) => i);
  const undecided = (from: number): number => {
    let at = from;
    while ((next[at] ?? at) !== at) at = next[at] = next[next[at] ?? at] ?? at;
    return at;
  };
  const cleared: BitRange[] = [];
  for (let i = edits.length - 1; i >= 0; i--) {
    const { first, last, set } = edits[i] as Edit;
    for (let at = undecided(lowerBound(bits, first)); (bits[at] ?? Infinity) <= last; at = undecided(at)) {
      next[at] = at + 1;
      const bit = bits[at] as number;
      if (!set) cleared.push({ first: bit, last: bit });
    }
  }
  return common(ranges, complement(merge(cleared), maxBit + 1));
}

/** Index of the first number that is not below `value`. */
function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sorts runs and joins those that touch. */
function merge(ranges: readonly BitRange[]): readonly BitRange[] {
  const merged: { first: number; last: number }[] = [];
  for (const { first, last } of [...ranges].sort((a, b) => a.first - b.first)) {
    const previous = merged.at(-1);
    if (previous !== undefined && first <= previous.last + 1) previous.last = Math.max(previous.last, last);
    else merged.push({ first, last });
  }
  return merged;
}

function common(a: readonly BitRange[], b: readonly BitRange[]): readonly BitRange[] {
  const found: BitRange[] = [];
  for (let i = 0, j = 0; ; ) {
    const x = a[i];
    const y = b[j];
    if (x === undefined || y === undefined) return found;
    const first = Math.max(x.first, y.first);
    const last = Math.min(x.last, y.last);
    if (first <= last) found.push({ first, last });
    if (x.last < y.last) i++;
    else j++;
  }
}

function complement(ranges: readonly BitRange[], size: number): readonly BitRange[] {
  const gaps: BitRange[] = [];
  let next = 0;
  for (const { first, last } of ranges) {
    if (first >= size) break;
    if (first > next) gaps.push({ first: next, last: first - 1 });
    next = last + 1;
  }
  if (next < size) gaps.push({ first: next, last: size - 1 });
  return gaps;
}

function checked(bit: number): number {
  if (!Number.isInteger(bit) || bit < 0 || bit > maxBit) throw invalid(`bit ${bit} is not in range 0:${maxBit}`);
  return bit;
}

function checkedSize(size: number): number {
  if (!Number.isInteger(size) || size < 0 || size > maxBit + 1) throw invalid(`a bitmap of ${size} bits cannot be made`);
  return size;
}

function dataBits(bits: number): number {
  if (bits > maxDataBits) throw invalid(`a bitmap of ${bits} bits is too large to be written as data, limit ${maxDataBits}`);
  return bits;
}

function notParsed(text: string, why?: string): VirtError {
  const shown = text.length > 256 ? `${text.slice(0, 256)}...` : text;
  return invalid(`Failed to parse bitmap '${shown}'${why === undefined ? '' : `: ${why}`}`);
}

function invalid(detail: string): VirtError {
  return new VirtError('VIR_ERR_INVALID_ARG', detail);
}
