import { expect, test } from '@jest/globals';
import { QapiSchema } from '../../src/qmp/index.ts';

const schema = new QapiSchema([
  { name: 'add', 'meta-type': 'command', 'arg-type': '1', 'ret-type': '[2]', features: ['json'] },
  { name: 'HAPPENED', 'meta-type': 'event', 'arg-type': '1' },
  {
    name: '1',
    'meta-type': 'object',
    members: [
      { name: 'driver', type: '3' },
      { name: 'size', type: 'int', default: null },
      { name: 'ref', type: '4', features: ['deprecated'] },
    ],
    variants: [{ case: 'file', type: '2' }],
  },
  { name: '[2]', 'meta-type': 'array', 'element-type': '2' },
  { name: '2', 'meta-type': 'object', members: [{ name: 'name', type: 'str' }], features: ['fdset'] },
  {
    name: '3',
    'meta-type': 'enum',
    values: ['file', 'nbd'],
    members: [{ name: 'file' }, { name: 'nbd', features: ['new'] }],
  },
  { name: '4', 'meta-type': 'alternate', members: [{ type: 'str' }, { type: '2' }] },
  { name: 'int', 'meta-type': 'builtin', 'json-type': 'int' },
  { name: 'str', 'meta-type': 'builtin', 'json-type': 'string' },
]);

test.each([
  ['add', 1],
  ['add/$json', 1],
  ['add/$other', 0],
  ['HAPPENED', 1],
  ['HAPPENED/arg-type/driver', 1],
  ['add/arg-type/driver/^nbd', 1],
  ['add/arg-type/driver/^nbd/$new', 1],
  ['add/arg-type/driver/^file/$new', 0],
  ['add/arg-type/driver/^nbd/more', -1],
  ['add/arg-type/driver/nbd', -1],
  ['add/arg-type/*size', 1],
  ['add/arg-type/*driver', 0],
  ['add/arg-type/size/!int', 1],
  ['add/arg-type/size/!string', 0],
  ['add/arg-type/+file/name', 1],
  ['add/arg-type/+file/$fdset', 1],
  ['add/arg-type/+nbd', 0],
  ['add/arg-type/ref/$deprecated', 1],
  ['add/arg-type/ref/!string', 1],
  ['add/arg-type/ref/name', 1],
  ['add/ret-type/name', 1],
  ['add/ret-type/nothing', 0],
  ['nothing', 0],
  ['', -1],
])('%s: %d', (query, result) => {
  expect(schema.query(query).result).toBe(result);
});
