import { describe, expect, test } from '@jest/globals';
import { formatUuid, isUsableUuid, normalizeUuid, parseUuid, randomUuid } from '../src/index.ts';

const canonical = '6695eb01-f6a4-8304-79aa-97f2502e193f';

describe('parseUuid', () => {
  test.each([
    canonical,
    canonical.toUpperCase(),
    '  6695eb01f6a4830479aa97f2502e193f ',
    '66-95-eb-01-f6a4-8304-79aa-97f2502e193f',
    '--6695eb01-----f6a4830479aa97f2502e193f',
    '6695eb01 f6a4830479aa97f2502e193f',
    '\t\n6695eb01f6a4830479aa97f2502e193f\n',
  ])('%j', (text) => {
    expect(normalizeUuid(text)).toBe(canonical);
    expect(parseUuid(text)).toHaveLength(16);
  });

  test.each([
    '',
    canonical.slice(1),
    `${canonical}0`,
    `${canonical}-`,
    '6-695eb01f6a4830479aa97f2502e193f',
    canonical.replace('a', 'g'),
    ' '.repeat(100_000),
  ])('%j is refused', (text) => {
    expect(() => parseUuid(text)).toThrow(expect.objectContaining({ code: 'VIR_ERR_INVALID_ARG' }));
  });
});

test('random ones have version 4 and come from the bytes given', () => {
  expect(randomUuid((bytes) => void bytes.fill(0xff))).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
  expect(randomUuid((bytes) => void bytes.fill(0))).toBe('00000000-0000-4000-8000-000000000000');
  expect(randomUuid()).not.toBe(randomUuid());
});

test('formatUuid wants 16 bytes', () => {
  expect(() => formatUuid(new Uint8Array(15))).toThrow('16 bytes');
});

test('sixteen equal bytes are no usable UUID', () => {
  expect(isUsableUuid(new Uint8Array(16))).toBe(false);
  expect(isUsableUuid('ffffffff-ffff-ffff-ffff-ffffffffffff')).toBe(false);
  expect(isUsableUuid(canonical)).toBe(true);
});
