import fc, { type Arbitrary } from 'fast-check';
import type { XdrReader } from '../src/xdr/reader.ts';
import type { XdrWriter } from '../src/xdr/writer.ts';

/** What a field is, as the generator found it in the protocol. */
export type Shape =
  | { kind: 'struct'; name: string }
  | { kind: 'optional'; of: Shape }
  | { kind: 'array'; max: number; of: Shape }
  | { kind: 'string' | 'opaque' | 'fixed' | 'charBytes' | 'chars' | 'fixedChars'; max: number }
  | { kind: 'uuid' | 'int' | 'uint' | 'uchar' | 'char' | 'ushort' | 'hyper' | 'uhyper' | 'double' };

export interface StructShape {
  readonly name: string;
  encode(w: XdrWriter, value: never): void;
  decode(r: XdrReader): unknown;
  readonly fields?: readonly (readonly [string, Shape])[];
  /** Of a union: discriminant and arm. */
  readonly arms?: readonly (readonly [number, Shape])[];
}

const text = (max: number): Arbitrary<string> =>
  fc.string({ unit: 'binary', maxLength: Math.min(max, 12) }).map((value) => {
    const clean = value.replaceAll('\0', '.');
    return Buffer.byteLength(clean) <= max ? clean : '';
  });

/** Any value that the protocol allows in this place. */
export function anyValue(shape: Shape, structs: ReadonlyMap<string, StructShape>): Arbitrary<unknown> {
  switch (shape.kind) {
    case 'struct':
      return anyStruct(structs.get(shape.name) as StructShape, structs);
    case 'optional':
      return fc.option(anyValue(shape.of, structs), { nil: undefined });
    case 'array':
      return fc.array(anyValue(shape.of, structs), { maxLength: Math.min(shape.max, 3) });
    case 'string':
      return text(shape.max);
    case 'chars':
    case 'fixedChars':
      return text(shape.max - 1);
    case 'opaque':
    case 'charBytes':
      return fc.uint8Array({ maxLength: Math.min(shape.max, 9) });
    case 'fixed':
      return fc.uint8Array({ minLength: shape.max, maxLength: shape.max });
    case 'uuid':
      return fc.uuid();
    case 'int':
      return fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });
    case 'uint':
      return fc.integer({ min: 0, max: 0xffff_ffff });
    case 'uchar':
      return fc.integer({ min: 0, max: 255 });
    case 'char':
      return fc.integer({ min: -128, max: 127 });
    case 'ushort':
      return fc.integer({ min: 0, max: 65535 });
    case 'hyper':
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    case 'uhyper':
      return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    case 'double':
      return fc.double();
  }
}

export function anyStruct(struct: StructShape, structs: ReadonlyMap<string, StructShape>): Arbitrary<unknown> {
  if (struct.arms !== undefined)
    return fc.oneof(...struct.arms.map(([type, arm]) => anyValue(arm, structs).map((value) => ({ type, value }))));
  const fields = (struct.fields ?? []).map(([name, shape]) => [name, anyValue(shape, structs)] as const);
  return fc.record(Object.fromEntries(fields), { noNullPrototype: true });
}
