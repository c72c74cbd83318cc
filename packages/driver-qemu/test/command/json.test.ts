import { describe, expect, test } from '@jest/globals';
import { escapeComma, formatJson, formatOptions } from '../../src/command/json.ts';

describe('arguments', () => {
  test('JSON keeps the order of properties and 64-bit integers, and leaves out what is undefined', () => {
    expect(formatJson({ driver: 'x', size: 2n ** 63n, none: undefined, backing: null, list: [1, { a: true }] })).toBe(
      '{"driver":"x","size":9223372036854775808,"backing":null,"list":[1,{"a":true}]}',
    );
  });

  test('the older form leads with the kind and doubles commas', () => {
    expect(formatOptions({ bus: 'a,b', driver: 'ide-hd', on: true, list: ['x', 'y'], inner: { z: 1 } }, 'driver')).toBe(
      'ide-hd,bus=a,,b,on=on,list.0=x,list.1=y,inner.z=1',
    );
    expect(escapeComma('a,b')).toBe('a,,b');
  });
});
