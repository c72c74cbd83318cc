import { describe, expect, test } from '@jest/globals';
import {
  attempt, hex, hex64, int, int64, oneOf, onOff, parseC, positive, refine, str, truth, uint, uint8, uint64, yesNo,
} from '../../src/table/codec.ts';
import { VirtError } from '@virtweave/core-util';

describe('32-bit numbers', () => {
  test.each([
    ['0', 0], ['2147483647', 2147483647], ['2147483648', undefined], ['-2147483648', -2147483648], ['-2147483649', undefined],
    [' 7', 7], ['+7', 7], ['7 ', undefined], ['', undefined], ['0x7', undefined], ['1e3', undefined], ['1.5', undefined],
  ])('int reads %j as %j', (text, value) => expect(int.parse(text)).toBe(value));

  test.each([['4294967295', 4294967295], ['4294967296', undefined], ['-1', undefined], ['2147483648', 2147483648]])(
    'uint reads %j as %j',
    (text, value) => expect(uint.parse(text)).toBe(value),
  );

  test('positive and uint8 have their own limits', () => {
    expect(positive.parse('0')).toBeUndefined();
    expect(positive.parse('1')).toBe(1);
    expect(uint8.parse('255')).toBe(255);
    expect(uint8.parse('256')).toBeUndefined();
  });
});

describe('64-bit numbers', () => {
  test.each([
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['9223372036854775808', 2n ** 63n],
    ['18446744073709551615', 2n ** 64n - 1n],
    ['+18446744073709551615', 2n ** 64n - 1n],
    ['18446744073709551616', undefined],
    ['-1', undefined],
  ])('uint64 reads %s exactly', (text, value) => expect(uint64.parse(text)).toBe(value));

  test.each([
    ['9223372036854775807', 2n ** 63n - 1n],
    ['9223372036854775808', undefined],
    ['-9223372036854775808', -(2n ** 63n)],
    ['-9223372036854775809', undefined],
    ['-1', -1],
  ])('int64 reads %s exactly', (text, value) => expect(int64.parse(text)).toBe(value));

  test('writes what it read', () => {
    for (const text of ['0', '9007199254740993', '18446744073709551615']) {
      expect(uint64.format(uint64.parse(text)!)).toBe(text);
    }
  });
});

describe('hexadecimal numbers', () => {
  test.each([['0x1f', 31], ['31', 31], ['037', 31], ['0X1F', 31], [' 0x1f ', 31], ['0x', undefined], ['08', undefined], ['-1', undefined], ['1f', undefined]])(
    'reads C notation: %j is %j',
    (text, value) => {
      expect(parseC(text)).toBe(value);
      expect(hex(2).parse(text)).toBe(value);
    },
  );

  test('writes at least so many digits', () => {
    expect(hex(4).format(3)).toBe('0x0003');
    expect(hex(2).format(0x1234)).toBe('0x1234');
    expect(hex(2, 0xff).parse('0x100')).toBeUndefined();
  });

  test('64 bits', () => {
    expect(hex64(1).parse('0xffffffffffffffff')).toBe(2n ** 64n - 1n);
    expect(hex64(1).parse('18446744073709551616')).toBeUndefined();
    expect(hex64(1).parse('0x10')).toBe(16);
    expect(hex64(1).parse('020')).toBe(16);
    expect(hex64(1).parse('09')).toBeUndefined();
    expect(hex64(8).format(2n ** 63n)).toBe('0x8000000000000000');
  });

  test('a number beyond 2^53 is not rounded', () => expect(parseC('9007199254740993')).toBeUndefined());
});

test('words', () => {
  const size = oneOf('small', 'large');
  expect(size.parse('large')).toBe('large');
  expect(size.parse('Large')).toBeUndefined();
  expect(size.parse('constructor')).toBeUndefined();
  expect([yesNo.parse('yes'), yesNo.parse('no'), yesNo.parse('on')]).toEqual([true, false, undefined]);
  expect([onOff.format(true), onOff.format(false)]).toEqual(['on', 'off']);
  expect(truth('1', '0').parse('1')).toBe(true);
  expect(refine(str, (text) => (text === '' ? undefined : text)).parse('')).toBeUndefined();
});

test('attempt() swallows errors about the text, and no others', () => {
  expect(attempt(() => { throw new VirtError('VIR_ERR_INVALID_ARG', 'x'); })).toBeUndefined();
  expect(() => attempt(() => { throw new TypeError('bug'); })).toThrow(TypeError);
});
