import fc from 'fast-check';
import { xmlElement } from './xml-arbitrary.ts';
import type { JsonSchema } from '../../src/table/json-schema.ts';

/** Objects that a schema allows: required properties always, of the others a few. */
export function objectsOf(root: JsonSchema): fc.Arbitrary<unknown> {
  const made = new Map<string, fc.Arbitrary<unknown>>();

  const of = (schema: JsonSchema, depth: number): fc.Arbitrary<unknown> => {
    if (schema.$ref !== undefined) {
      const name = schema.$ref.slice('#/$defs/'.length);
      const key = `${name}:${depth}`;
      const found = made.get(key) ?? fc.noShrink(of(root.$defs?.[name] ?? {}, depth + 1));
      made.set(key, found);
      return found;
    }
    if (schema.oneOf !== undefined) return fc.oneof(...schema.oneOf.map((shape) => of(shape, depth)));
    if (schema.format === 'xml') return xmlElement;
    if (schema.format === 'int64') return fc.oneof(fc.nat(), fc.bigInt(2n ** 53n, 2n ** 62n));
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    if (schema.type === 'boolean') return fc.boolean();
    if (schema.type === 'integer') return integer(schema);
    if (schema.type === 'string') return schema.pattern === undefined ? word : patterned(schema.pattern);
    if (schema.type === 'array') return depth > deepest ? fc.constant([]) : fc.array(of(schema.items ?? {}, depth + 1), { maxLength: 2 });
    return object(schema, depth);
  };

  const property = (key: string, schema: JsonSchema, depth: number): fc.Arbitrary<unknown> =>
    (schema.type === 'string' && Object.hasOwn(known, key) ? known[key] : undefined) ?? of(schema, depth + 1);

  const object = (schema: JsonSchema, depth: number): fc.Arbitrary<unknown> => {
    const required = new Set(schema.required);
    const keys = Object.keys(schema.properties ?? {});
    const optional = depth > deepest ? [] : keys.filter((key) => !required.has(key));
    // Tables are wide: a few of the optional properties at a time.
    return fc.subarray(optional, { maxLength: Math.min(optional.length, depth === 0 ? 12 : 4) }).chain((chosen) => {
      const model: Record<string, fc.Arbitrary<unknown>> = {};
      for (const key of keys) if (required.has(key) || chosen.includes(key)) model[key] = property(key, schema.properties?.[key] ?? {}, depth);
      return fc.record(model);
    });
  };

  return of(root, 0);
}

const deepest = 7;

const word: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.stringMatching(/^[a-z][a-z0-9.-]{0,8}$/) },
  { weight: 1, arbitrary: fc.constantFrom('/srv/a b.img', `<&>'"`, 'ü 😀', '10.0.0.1', '52:54:00:00:00:01') },
);

const hexDigits = '0123456789abcdef';
const uuid: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...hexDigits), { minLength: 32, maxLength: 32 })
  .map((digits) => digits.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));

const ip = fc.constantFrom('10.0.0.1', '10.0.0.9');

function integer({ minimum = 0, maximum = 2 ** 31 }: JsonSchema): fc.Arbitrary<number> {
  const max = Math.min(maximum, 2 ** 31);
  const small = fc.integer({ min: minimum, max: Math.min(max, minimum + 20) });
  return fc.oneof({ weight: 4, arbitrary: small }, { weight: 1, arbitrary: fc.integer({ min: minimum, max }) });
}

/** Names whose texts are of a kind that the schema does not tell. */
const known: Readonly<Record<string, fc.Arbitrary<string>>> = {
  uuid,
  mac: fc.constantFrom('52:54:00:00:00:01', '52:54:00:ab:cd:ef'),
  address: fc.constantFrom('10.0.0.1', 'fd00::1', '52:54:00:00:00:01'),
  netmask: fc.constant('255.255.255.0'),
  family: fc.constant('ipv4'),
  addr: ip,
  gateway: ip,
  start: ip,
  end: ip,
  ip,
  chain: fc.constantFrom('root', 'mac', 'ipv4-x'),
};

function patterned(pattern: string): fc.Arbitrary<string> {
  return pattern.includes('{8}(-') ? uuid : fc.stringMatching(new RegExp(pattern));
}
