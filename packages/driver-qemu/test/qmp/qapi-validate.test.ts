import { describe, expect, test } from '@jest/globals';
import { QapiSchema, validateQapi, type Json } from '../../src/qmp/index.ts';

const schema = new QapiSchema([
  { name: 'add', 'meta-type': 'command', 'arg-type': '1' },
  {
    name: '1',
    'meta-type': 'object',
    members: [
      { name: 'driver', type: 'kinds' },
      { name: 'name', type: 'str', default: null },
      { name: 'old', type: 'int', default: null, features: ['deprecated'] },
      { name: 'sizes', type: '[int]', default: null },
      { name: 'below', type: 'ref', default: null },
    ],
    tag: 'driver',
    variants: [
      { case: 'file', type: 'fileOptions' },
      { case: 'null', type: 'empty' },
    ],
  },
  { name: 'kinds', 'meta-type': 'enum', values: ['file', 'null'], members: [{ name: 'file' }, { name: 'null' }] },
  { name: 'fileOptions', 'meta-type': 'object', members: [{ name: 'filename', type: 'str' }] },
  { name: 'empty', 'meta-type': 'object', members: [] },
  { name: 'ref', 'meta-type': 'alternate', members: [{ type: '1' }, { type: 'str' }, { type: 'nothing' }] },
  { name: 'nothing', 'meta-type': 'builtin', 'json-type': 'null' },
  { name: 'str', 'meta-type': 'builtin', 'json-type': 'string' },
  { name: 'int', 'meta-type': 'builtin', 'json-type': 'int' },
  { name: '[int]', 'meta-type': 'array', 'element-type': 'int' },
]);
const check = (value: Json, options = {}): string | undefined => validateQapi(schema, 'add/arg-type', value, options);

describe('validateQapi', () => {
  test.each<Json>([
    { driver: 'null' },
    { driver: 'file', filename: '/a', sizes: [1, 2n ** 63n] },
    { driver: 'null', below: { driver: 'file', filename: '/b' } },
    { driver: 'null', below: null },
    { driver: 'null', below: 'node', old: 1 },
  ])('takes %j', (value) => expect(check(value)).toBeUndefined());

  test.each<[Json, string]>([
    [{}, "missing mandatory 'driver'"],
    [{ driver: 'file' }, "missing mandatory 'filename'"],
    [{ driver: 'null', filename: '/a' }, "'filename' is unknown"],
    [{ driver: 'tape' }, "'driver' has no variant 'tape'"],
    [{ driver: 'null', sizes: [1, 1.5] }, 'sizes[1]: expected int'],
    [{ driver: 'null', below: 7 }, 'below: expected null'],
    [{ driver: 'null', name: true }, 'name: expected string'],
    ['null', 'expected object'],
  ])('refuses %j', (value, reason) => expect(check(value)).toBe(reason));

  test('may be told to refuse what is deprecated, and to let pass what is unknown', () => {
    expect(check({ driver: 'null', old: 1 }, { refuseDeprecated: true })).toBe("'old' is deprecated");
    expect(check({ driver: 'null', other: 1 }, { allowUnknown: true })).toBeUndefined();
    expect(validateQapi(schema, 'remove/arg-type', {})).toBe("schema has no 'remove/arg-type'");
  });
});
