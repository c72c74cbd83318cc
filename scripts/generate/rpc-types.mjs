// What generators of the wire protocol share: the programs, their types in TypeScript's words, their sizes on the wire.
import { readFacts } from './facts.mjs';

const files = { message: 'message', remote: 'remote', qemu: 'qemu', lxc: 'lxc', keepalive: 'keepalive' };
export const programs = {};
for (const [name, file] of Object.entries(files)) programs[name] = await readFacts(`rpc/${file}.json`);

export const structs = new Map();
export const unions = new Map();
export const typedefs = new Map();
for (const facts of Object.values(programs)) {
  for (const [name, fields] of Object.entries(facts.structs)) structs.set(name, fields);
  for (const [name, union] of Object.entries(facts.unions)) unions.set(name, union);
  for (const [name, typedef] of Object.entries(facts.typedefs)) typedefs.set(name, typedef);
}
export const enums = new Set(Object.values(programs).flatMap((facts) => Object.keys(facts.enums)));
export const constants = Object.assign({}, ...Object.values(programs).map((facts) => facts.constants));

// The header of a message has its reference types twice, under names of its own.
const twins = { virNetMessageNonnullDomain: 'remote_nonnull_domain', virNetMessageNonnullNetwork: 'remote_nonnull_network' };
for (const name of Object.keys(twins)) structs.delete(name);
export const twinOf = (name) => twins[name] ?? name;

export const camel = (name) => name.replace(/_+([a-z0-9])/g, (_, c) => c.toUpperCase());
export const pascal = (name) => camel(name).replace(/^./, (c) => c.toUpperCase());

/** TypeScript's name of a struct or union: `remote_nonnull_domain` is `Domain`, `qemu_domain_attach_args` `QemuDomainAttachArgs`. */
export function typeName(name) {
  const plain = twinOf(name).replace(/^virNet/, '').replace(/^remote_(nonnull_)?/, '');
  return pascal(plain);
}

// References have the contract's field names, so that they go over the wire as they are.
const contractNames = {
  remote_nonnull_network_port: { net: 'network' },
  remote_nonnull_secret: { usageID: 'usageId' },
  remote_nonnull_nwfilter_binding: { portdev: 'portDevice', filtername: 'filterName' },
  remote_nonnull_domain_snapshot: { dom: 'domain' },
  remote_nonnull_domain_checkpoint: { dom: 'domain' },
};
for (const [name, renamed] of Object.entries(contractNames))
  structs.set(name, structs.get(name).map((field) => ({ ...field, name: renamed[field.name] ?? field.name })));

const scalars = {
  int: { type: 'number', method: 'int', size: 4 },
  'unsigned int': { type: 'number', method: 'uint', size: 4 },
  unsigned: { type: 'number', method: 'uint', size: 4 },
  'unsigned char': { type: 'number', method: 'uchar', size: 4 },
  char: { type: 'number', method: 'char', size: 4 },
  'unsigned short': { type: 'number', method: 'ushort', size: 4 },
  hyper: { type: 'bigint', method: 'hyper', size: 8 },
  'unsigned hyper': { type: 'bigint', method: 'uhyper', size: 8 },
  double: { type: 'number', method: 'double', size: 8 },
};

/**
 * What a field is: `kind` with what belongs to it. Typedefs are followed; a UUID is its own kind, and an array of `char`
 * is text.
 */
export function shapeOf(field) {
  const { array, optional, ...rest } = field;
  if (optional) return { kind: 'optional', of: shapeOf(rest.array === undefined ? rest : { ...rest, array }) };
  const { type } = field;
  if (array !== undefined) {
    const limit = array === 'fixed' ? Number(field.length) : Number(field.max);
    if (!Number.isFinite(limit)) throw new Error(`limit of ${JSON.stringify(field)}?`);
    if (type === 'string') return { kind: 'string', max: limit };
    if (type === 'opaque' && array === 'fixed' && limit === 16) return { kind: 'uuid' };
    if (type === 'opaque') return { kind: array === 'fixed' ? 'fixed' : 'opaque', max: limit };
    // What SASL exchanges is no text: it may contain NUL, and its length says where it ends.
    if (type === 'char' && field.name === 'data') return { kind: 'charBytes', max: limit };
    if (type === 'char') return { kind: array === 'fixed' ? 'fixedChars' : 'chars', max: limit };
    if (array === 'fixed') throw new Error(`fixed array ${JSON.stringify(field)}?`);
    return { kind: 'array', max: limit, of: shapeOf({ type }) };
  }
  if (scalars[type]) return { kind: 'scalar', ...scalars[type] };
  if (typedefs.has(type)) return shapeOf(typedefs.get(type));
  if (enums.has(type)) return { kind: 'scalar', ...scalars.int };
  if (structs.has(twinOf(type)) || unions.has(type)) return { kind: 'struct', name: twinOf(type) };
  throw new Error(`type of ${JSON.stringify(field)}?`);
}

/** TypeScript's type of a shape. */
export function typeOf(shape) {
  switch (shape.kind) {
    case 'optional': return `${typeOf(shape.of)} | undefined`;
    case 'scalar': return shape.type;
    case 'struct': return typeName(shape.name);
    case 'array': return /\|/.test(typeOf(shape.of)) ? `readonly (${typeOf(shape.of)})[]` : `readonly ${typeOf(shape.of)}[]`;
    case 'opaque': case 'fixed': case 'charBytes': return 'Uint8Array';
    default: return 'string';
  }
}

/** Fewest bytes that a value takes: bounds what a claimed number of elements can make a reader allocate. */
export function leastSize(shape) {
  switch (shape.kind) {
    case 'scalar': return shape.size;
    case 'uuid': return 16;
    case 'fixed': return Math.ceil(shape.max / 4) * 4;
    case 'fixedChars': return shape.max * 4;
    case 'struct': {
      const union = unions.get(shape.name);
      if (union) return 4 + Math.min(...union.arms.map((arm) => leastSize(shapeOf(arm))));
      return structs.get(shape.name).reduce((sum, field) => sum + leastSize(shapeOf(field)), 0);
    }
    default: return 4;
  }
}

/** Structs and unions that a shape names. */
export function named(shape) {
  if (shape.kind === 'struct') return [shape.name];
  return shape.of ? named(shape.of) : [];
}
export const fieldsOf = (name) => (unions.get(name)?.arms ?? structs.get(name)).map((field) => ({ ...field, shape: shapeOf(field) }));

/** Types of the contract that go over the wire as they are. */
export const plain = /^(string|number|bigint|Uint8Array|[A-Z]\w+Ref)( \| undefined)?$/;
