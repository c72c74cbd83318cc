import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Bitmap } from '../src/index.ts';

describe('parse', () => {
  test.each([
    ['0-3,^2,8', '0-1,3,8', 9],
    ['1,', '1', 2],
    ['^5', '', 6],
    ['5,^5', '', 6],
    ['^5,5', '5', 6],
    ['0,^3', '0', 4],
    [' 1 , 2 - 4 , ^3 ', '1-2,4', 5],
    ['1-+3', '1-3', 4],
    ['1\n,2', '1-2', 3],
    ['3,1,2,2,0', '0-3', 4],
    ['1-9,^3,^5,4-6,^6', '1-2,4-5,7-9', 10],
    ['0-2147483646', '0-2147483646', 2147483647],
  ])('%j is %j in %d bits', (text, formatted, size) => {
    const bitmap = Bitmap.parse(text);
    expect(bitmap.toString()).toBe(formatted);
    expect(bitmap.size).toBe(size);
  });

  test.each([
    '', '   ', ',', ',1', '1,,2', '3-1', '1-^3', '1 2', '^ 1', '1--2', '-1', '+1', '0x10', '1-3^2', '1-3,^2-3', '99999999999', 'a',
    '1-99999999999999999999', '²',
  ])('%j is refused', (text) => {
    expect(() => Bitmap.parse(text)).toThrow(
      expect.objectContaining({ code: 'VIR_ERR_INVALID_ARG', detail: `Failed to parse bitmap '${text}'` }),
    );
  });

  test('a size limits the bits, cleared ones too', () => {
    expect(Bitmap.parse('0-4', 5).isFull()).toBe(true);
    expect(Bitmap.parse('0', 40).size).toBe(40);
    for (const text of ['0-5', '^15', '100000000']) expect(() => Bitmap.parse(text, 5)).toThrow('Failed to parse bitmap');
  });

  test('empty text only where it is allowed', () => {
    expect(Bitmap.parseAllowEmpty('  ').toString()).toBe('');
    expect(Bitmap.parseAllowEmpty('', 8).size).toBe(8);
    expect(() => Bitmap.parseAllowEmpty('x')).toThrow('Failed to parse');
  });

  test('hostile text costs time and memory in proportion to its length', () => {
    const start = process.cpuUsage();
    const alternating = Array.from({ length: 50_000 }, (_, i) => `0-2147483646,^${i}`).join(',');
    expect(Bitmap.parse(alternating).toString()).toBe('0-49998,50000-2147483646');
    expect(Bitmap.parse(Array.from({ length: 50_000 }, (_, i) => `${i * 40_000}`).join()).count()).toBe(50_000);
    expect(process.cpuUsage(start).user).toBeLessThan(3_000_000);
  });

  test('as a plain set would have it', () => {
    const item = fc.record({ set: fc.boolean(), first: fc.nat(40), more: fc.nat(10) });
    fc.assert(
      fc.property(fc.array(item, { minLength: 1 }), (items) => {
        const plain = new Set<number>();
        const texts = items.map(({ set, first, more }) => {
          if (!set) {
            plain.delete(first);
            return `^${first}`;
          }
          for (let bit = first; bit <= first + more; bit++) plain.add(bit);
          return `${first}-${first + more}`;
        });
        expect([...Bitmap.parse(texts.join(','))]).toEqual([...plain].sort((a, b) => a - b));
      }),
    );
  });
});

describe('sets', () => {
  const bits = fc.uniqueArray(fc.nat(100));

  test('operations agree with plain sets', () => {
    fc.assert(
      fc.property(bits, bits, (a, b) => {
        const [x, y] = [Bitmap.of(a), Bitmap.of(b)];
        const sorted = (list: number[]): number[] => [...new Set(list)].sort((p, q) => p - q);
        expect([...x.union(y)]).toEqual(sorted([...a, ...b]));
        expect([...x.intersect(y)]).toEqual(sorted(a.filter((bit) => b.includes(bit))));
        expect([...x.subtract(y)]).toEqual(sorted(a.filter((bit) => !b.includes(bit))));
        expect(x.overlaps(y)).toBe(a.some((bit) => b.includes(bit)));
        expect(x.equals(y)).toBe(x.toString() === y.toString());
        expect(x.count()).toBe(a.length);
        expect([...x, ...x.clearBits()].sort((p, q) => p - q)).toEqual(Array.from({ length: x.size }, (_, i) => i));
        expect(Bitmap.fromBytes(x.toBytes()).equals(x)).toBe(true);
        expect(Bitmap.fromHex(x.toHex()).equals(x)).toBe(true);
        if (a.length > 0) expect(Bitmap.parse(x.toString()).equals(x)).toBe(true);
      }),
    );
  });

  test('sizes', () => {
    expect(Bitmap.of([1], 10).union(Bitmap.of([20])).size).toBe(21);
    expect(Bitmap.of([1], 10).intersect(Bitmap.of([20])).size).toBe(10);
    expect(Bitmap.of([1], 10).subtract(Bitmap.of([1], 2)).size).toBe(10);
    expect(Bitmap.of([1], 10).equals(Bitmap.of([1], 20))).toBe(true);
    expect(Bitmap.of([], 3).inverted().toString()).toBe('0-2');
    expect(Bitmap.filled(4).toString()).toBe('0-3');
    expect(Bitmap.filled(4, false).isEmpty()).toBe(true);
    expect(Bitmap.filled(0).size).toBe(0);
  });

  test('single bits', () => {
    const bitmap = Bitmap.parse('2-4,8', 10);
    expect([bitmap.has(1), bitmap.has(3), bitmap.has(100)]).toEqual([false, true, false]);
    expect(bitmap.with(5).without(2).toString()).toBe('3-5,8');
    expect(bitmap.with(20).size).toBe(21);
    expect([bitmap.nextSet(), bitmap.nextSet(2), bitmap.nextSet(4), bitmap.nextSet(8)]).toEqual([2, 3, 8, -1]);
    expect([bitmap.nextClear(), bitmap.nextClear(1), bitmap.nextClear(9)]).toEqual([0, 5, -1]);
    expect([bitmap.lastSet(), Bitmap.of([]).lastSet()]).toEqual([8, -1]);
    expect(bitmap.toString()).toBe('2-4,8');
  });

  test('shrink drops what lies beyond', () => {
    const bitmap = Bitmap.parse('1-5,9');
    expect(bitmap.shrink(4).toString()).toBe('1-3');
    expect(bitmap.shrink(4).size).toBe(4);
    expect(bitmap.shrink(0).toString()).toBe('');
    expect(bitmap.shrink(100)).toBe(bitmap);
  });

  test('bits that are none', () => {
    for (const bit of [-1, 1.5, 2 ** 31, Number.NaN]) expect(() => Bitmap.of([bit])).toThrow('not in range');
    expect(() => Bitmap.of([5], 5)).toThrow('outside a bitmap of 5 bits');
    expect(() => Bitmap.fromRanges([{ first: 3, last: 1 }])).toThrow('reversed');
    expect(() => Bitmap.filled(-1)).toThrow('cannot be made');
  });
});

describe('data', () => {
  test('bytes, lowest bits first, at least one', () => {
    expect([...Bitmap.parse('0,9').toBytes()]).toEqual([1, 2]);
    expect([...Bitmap.of([], 64).toBytes()]).toEqual([0]);
    expect([...Bitmap.parse('0,9').toBytes(1)]).toEqual([1]);
    expect([...Bitmap.parse('0').toBytes(3)]).toEqual([1, 0, 0]);
    expect(Bitmap.fromBytes(Uint8Array.of(0xff, 0x81)).toString()).toBe('0-8,15');
    expect(Bitmap.fromBytes(Uint8Array.of(0, 0)).size).toBe(16);
  });

  test('hexadecimal digits keep the size', () => {
    const bitmap = Bitmap.fromHex('00F');
    expect([bitmap.size, bitmap.toString(), bitmap.toHex()]).toEqual([12, '0-3', '00f']);
    expect(Bitmap.fromHex('').size).toBe(0);
    expect(() => Bitmap.fromHex('0x1')).toThrow("Invalid hexadecimal string '0x1'");
  });

  test('a range that was short to write is not expanded without limit', () => {
    const bitmap = Bitmap.parse('0-2147483646');
    expect(() => bitmap.toBytes()).toThrow('too large');
    expect(() => bitmap.toHex()).toThrow('too large');
    expect(bitmap.count()).toBe(2147483647);
  });
});
