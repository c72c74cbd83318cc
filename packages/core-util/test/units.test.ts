import { expect, test } from '@jest/globals';
import { maxSize, parseSize, prettySize, scaleInteger, scaleMemory, unitScale } from '../src/index.ts';

test.each([
  [undefined, 1n],
  ['', 1n],
  ['b', 1n],
  ['Bytes', 1n],
  ['byte', 1n],
  ['k', 1024n],
  ['K', 1024n],
  ['KiB', 1024n],
  ['kib', 1024n],
  ['KB', 1000n],
  ['mib', 1024n ** 2n],
  ['MB', 1000n ** 2n],
  ['G', 1024n ** 3n],
  ['tb', 1000n ** 4n],
  ['PiB', 1024n ** 5n],
  ['e', 1024n ** 6n],
  ['EB', 1000n ** 6n],
])('unit %s', (unit, scale) => expect(scaleInteger(1n, unit)).toBe(scale));

test.each(['z', 'KiBs', 'Ki', ' KiB', 'kbb', 'iB', 'toString'])('unit %j is unknown', (unit) => {
  expect(() => unitScale(unit)).toThrow(
    expect.objectContaining({ code: 'VIR_ERR_INVALID_ARG', detail: `unknown suffix '${unit}'` }),
  );
});

test('the default scale counts only without a unit', () => {
  expect(scaleInteger(5n, undefined, 1024n)).toBe(5120n);
  expect(scaleInteger(5n, 'b', 1024n)).toBe(5n);
});

test('too large, in libvirt`s words', () => {
  expect(scaleInteger(7n, 'EiB')).toBe(8070450532247928832n);
  expect(scaleInteger(maxSize)).toBe(maxSize);
  expect(() => scaleInteger(8n, 'EiB')).toThrow(
    expect.objectContaining({ code: 'VIR_ERR_OVERFLOW', message: 'numerical overflow: value too large: 8EiB' }),
  );
  expect(() => scaleInteger(2n ** 63n)).toThrow('value too large: 9223372036854775808');
  expect(() => scaleInteger(5n, 'k', 1n, 5119n)).toThrow('value too large: 5k');
  expect(() => scaleInteger(-1n)).toThrow('negative');
});

test('memory is in KiB, rounded up', () => {
  expect(scaleMemory(512n)).toBe(512n);
  expect(scaleMemory(1n, 'b')).toBe(1n);
  expect(scaleMemory(1025n, 'bytes')).toBe(2n);
  expect(scaleMemory(1n, 'GB')).toBe(976563n);
  expect(scaleMemory(0n, 'GiB')).toBe(0n);
});

test('sizes as users write them', () => {
  expect(parseSize('10GiB')).toBe(10n * 2n ** 30n);
  expect(parseSize(' 512 M ')).toBe(512n * 2n ** 20n);
  expect(parseSize('4', 1024n)).toBe(4096n);
  for (const text of ['', 'GiB', '-1', '1.5G', '0x10', '1'.repeat(1000)]) {
    expect(() => parseSize(text)).toThrow(expect.objectContaining({ code: 'VIR_ERR_INVALID_ARG' }));
  }
});

test('sizes for people', () => {
  expect(prettySize(1023n)).toEqual({ value: 1023, unit: 'bytes' });
  expect(prettySize(1536n * 2n ** 20n)).toEqual({ value: 1.5, unit: 'GiB' });
  expect(prettySize(maxSize).unit).toBe('EiB');
});
