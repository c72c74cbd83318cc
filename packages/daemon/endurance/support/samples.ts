import type { AnyProcedure } from '@virtweave/core-rpc';
import { procedures } from '@virtweave/core-rpc/protocol/programs';
import { structs } from '../../../core-rpc/test/shapes.generated.ts';
import type { Shape, StructShape } from '../../../core-rpc/test/shapes.ts';
import { pick } from './random.ts';

/** The guest that every node of the test driver's own has. */
export const testDomain = { name: 'test', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 };

const xml = `<domain type='test'><name>hostile</name><uuid>004b96e1-2d78-c30f-5aa5-f03c87d21e69</uuid><memory>8388608</memory>
<vcpu>2</vcpu><os><type>hvm</type></os><devices><disk type='file' device='disk'><source file='guest.img'/><target dev='hda'/></disk>
<interface type='network'><source network='default'/></interface></devices></domain>`;

const byName = new Map(structs.map((struct) => [struct.name, struct]));
const argumentsOf = (procedure: AnyProcedure): StructShape | undefined =>
  structs.find((struct) => struct.encode === (procedure.encodeArgs as unknown));

/** A call of some procedure, with arguments that often mean something. */
export interface Sample {
  readonly procedure: AnyProcedure;
  readonly args: unknown;
}

/** Calls of every procedure that clients have. */
export function samples(next: () => number): Sample[] {
  return Object.values(procedures)
    .flat()
    .map((procedure) => {
      const struct = argumentsOf(procedure);
      return { procedure, args: struct === undefined ? undefined : anyStruct(struct, next) };
    });
}

function anyStruct(struct: StructShape, next: () => number): unknown {
  if (struct.name === 'Domain') return testDomain;
  if (struct.arms !== undefined) {
    const [type, arm] = pick(struct.arms, next);
    return { type, value: anyValue(arm, '', next) };
  }
  return Object.fromEntries((struct.fields ?? []).map(([name, shape]) => [name, anyValue(shape, name, next)]));
}

const small = (next: () => number): number => (next() < 0.6 ? 0 : Math.floor(next() * 4));

function anyValue(shape: Shape, name: string, next: () => number): unknown {
  switch (shape.kind) {
    case 'struct':
      return anyStruct(byName.get(shape.name) as StructShape, next);
    case 'optional':
      return next() < 0.5 ? undefined : anyValue(shape.of, name, next);
    case 'array':
      return Array.from({ length: Math.min(shape.max, small(next)) }, () => anyValue(shape.of, name, next));
    case 'string':
      // Paths are relative: what a call writes lies in the daemon's folder.
      return /xml/i.test(name) ? xml : pick(['test', 'default', 'default-pool', 'hda', 'guest.img', ''], next);
    case 'chars':
    case 'fixedChars':
      return 'test';
    case 'opaque':
    case 'charBytes':
      return new Uint8Array(Math.min(shape.max, small(next)));
    case 'fixed':
      return new Uint8Array(shape.max);
    case 'uuid':
      return testDomain.uuid;
    case 'hyper':
    case 'uhyper':
      return BigInt(small(next));
    default:
      return small(next);
  }
}
