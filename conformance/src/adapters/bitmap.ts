import { Bitmap } from '@virtweave/core-util';
import type { Adapter } from '../adapter.ts';

/** Bitmap strings: parse, format, set operations, data conversions. */
export const run: Adapter = (testCase) => {
  const text = (key: string): string => String(testCase[key]);
  const size = typeof testCase['size'] === 'number' ? testCase['size'] : undefined;
  const bits = (): number[] => testCase['bits'] as number[];
  switch (testCase['op']) {
    case 'intersect':
      return { expected: notation(Bitmap.parse(text('a')).intersect(Bitmap.parse(text('b')))) };
    case 'subtract':
      return { expected: notation(Bitmap.parse(text('a')).subtract(Bitmap.parse(text('b')))) };
    case 'union':
      return { expected: notation(Bitmap.parse(text('a')).union(Bitmap.parse(text('b')))) };
    case 'overlaps':
      return { result: Bitmap.parse(text('a'), size).overlaps(Bitmap.parse(text('b'), size)) };
    case 'parse-format':
    case 'iterate':
    case 'parse-error':
      return describe(Bitmap.parse(text('input'), size));
    case 'parse-unlimited-allow-empty':
      return describe(Bitmap.parseAllowEmpty(text('input')));
    case 'format':
      return describe(Bitmap.of(bits(), size));
    case 'hex-round-trip':
      return { ...describe(Bitmap.fromHex(text('input'))), formatted: Bitmap.fromHex(text('input')).toHex() };
    case 'to-hex':
      return { expected: Bitmap.of(bits(), size).toHex() };
    case 'shrink': {
      const bitmap = Bitmap.parse(text('input'), size).shrink(Number(testCase['to']));
      return { ...describe(bitmap), newSize: bitmap.size };
    }
    default:
      throw new TypeError(`unknown operation ${text('op')}`);
  }
};

/** The suite writes an empty bitmap as one whose only bit was taken out again. */
const notation = (bitmap: Bitmap): string => (bitmap.isEmpty() ? '0,^0' : bitmap.toString());

function describe(bitmap: Bitmap): Record<string, unknown> {
  return {
    formatted: bitmap.toString(),
    count: bitmap.count(),
    set: [...bitmap],
    clear: [...bitmap.clearBits()],
    lastSet: bitmap.lastSet(),
  };
}
