import { describe, expect, test } from '@jest/globals';
import { formatJson, parseJson, type Json } from '../../src/qmp/index.ts';

describe('parseJson', () => {
  test.each<[string, Json]>([
    ['{"a": 18446744073709551615}', { a: 18446744073709551615n }],
    [
      '[-9223372036854775808, 9007199254740991, 9007199254740992]',
      [-9223372036854775808n, 9007199254740991, 9007199254740992n],
    ],
    ['{"12345678901234567890": "12345678901234567890"}', { '12345678901234567890': '12345678901234567890' }],
    ['["\\u0000n12345678901234567890", 12345678901234567890]', ['\0n12345678901234567890', 12345678901234567890n]],
    [
      '["\\"12345678901234567890", 1.5e300, 0.12345678901234567]',
      ['"12345678901234567890', 1.5e300, 0.12345678901234567],
    ],
    ['{"a": 1}', { a: 1 }],
  ])('%s', (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  test('what it reads, formatJson writes again', () => {
    const text = '{"a":[18446744073709551615,"\\u0000s x","\\u0000n1",null,true,-0.5],"b\\"":{}}';
    expect(formatJson(parseJson(text))).toBe(text);
  });

  test('ill-formed text is refused, also beside long numbers', () => {
    expect(() => parseJson('{"a": 12345678901234567890')).toThrow(SyntaxError);
    expect(() => parseJson('[12345678901234567890 "a"]')).toThrow(SyntaxError);
  });
});
