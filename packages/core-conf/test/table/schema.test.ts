import { expect, test } from '@jest/globals';
import { list, some, union } from '../../src/table/child.ts';
import { oneOf, str, uint, yesNo } from '../../src/table/codec.ts';
import { attr, attrOr, attrRequired, leaf } from '../../src/table/field.ts';
import { table } from '../../src/table/table.ts';
import { domain } from '../../src/domain/domain.ts';

test('a table gives the JSON schema of its objects', () => {
  const t = table<{ name: string; mode: 'a' | 'b'; size?: number; on?: boolean; parts: { n?: string }[] }>({
    name: attrRequired('name', str),
    mode: attrOr('mode', oneOf('a', 'b'), 'a'),
    size: leaf('size', uint),
    on: attr('on', yesNo),
    parts: list('part', table<{ n?: string }>({ n: attr('n', str) })),
  });
  expect(t.schema()).toEqual({
    type: 'object',
    properties: {
      name: { type: 'string' },
      mode: { enum: ['a', 'b'] },
      size: { type: 'integer', minimum: 0, maximum: 4294967295 },
      on: { type: 'boolean' },
      parts: { type: 'array', items: { type: 'object', properties: { n: { type: 'string' } }, required: [], additionalProperties: false } },
    },
    required: ['name', 'mode', 'parts'],
    additionalProperties: false,
  });
});

test('a union has one schema for each case', () => {
  type U = { type: 'x'; a: string } | { type: 'y' };
  const schema = union<U>('type', { x: { a: attrRequired('a', str) }, y: {} }).schema();
  expect(schema.oneOf?.map(({ properties, required }) => [properties?.['type'], required])).toEqual([
    [{ const: 'x' }, ['type', 'a']],
    [{ const: 'y' }, ['type']],
  ]);
});

test('the schema of the whole domain names every key', () => {
  // Tables that contain themselves, such as a backing chain, must not make it endless.
  const schema = domain.schema();
  expect(schema.required).toEqual(expect.arrayContaining(['type', 'name', 'memory', 'vcpu', 'os', 'devices']));
  expect(Object.keys(schema.properties ?? {})).toEqual(domain.fields.map(({ key }) => key));
  expect(JSON.stringify(schema).length).toBeLessThan(2_000_000);
});

test('some() is the optional list', () => {
  const t = table<{ parts?: object[] }>({ parts: some('part', table<object>({})) });
  expect(t.schema().required).toEqual([]);
});
