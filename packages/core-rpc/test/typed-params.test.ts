import { expect, test } from '@jest/globals';
import { decodeTypedParam, encodeTypedParam } from '../src/protocol/types.generated.ts';
import { paramsFromWire, paramsToWire, type Param } from '../src/wire/typed-params.ts';
import { XdrReader } from '../src/xdr/reader.ts';
import { XdrWriter } from '../src/xdr/writer.ts';

const params: readonly Param[] = [
  { name: 'i', type: 'int', value: -1 },
  { name: 'u', type: 'uint', value: 0xffff_ffff },
  { name: 'l', type: 'llong', value: -(2n ** 63n) },
  { name: 'ul', type: 'ullong', value: 2n ** 64n - 1n },
  { name: 'd', type: 'double', value: 0.5 },
  { name: 'b', type: 'boolean', value: true },
  { name: 's', type: 'string', value: 'größer' },
  { name: 's', type: 'string', value: 'the same name again' },
];

test('typed parameters of every type, in their order, cross the wire', () => {
  const w = new XdrWriter();
  w.array(paramsToWire(params), 99, encodeTypedParam);
  expect(paramsFromWire(new XdrReader(w.finish()).array(99, 12, decodeTypedParam))).toEqual(params);
});

test('a type that there is none of is refused, by writer and reader', () => {
  expect(() => paramsToWire([{ name: 'x', type: 'float', value: 1 } as unknown as Param])).toThrow('unknown type float');
  const w = new XdrWriter();
  w.string('x', 9);
  w.int(8);
  w.int(1);
  expect(() => decodeTypedParam(new XdrReader(w.finish()))).toThrow('unknown type 8');
});
