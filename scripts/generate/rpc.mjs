// Makes core-rpc's codecs: one file a group of procedures with its structs, the table of all procedures by number, and
// the shapes of the structs for the property tests.
import { readFacts } from './facts.mjs';
import { writeGenerated } from './output.mjs';
import { camel, constants, fieldsOf, leastSize, named, programs, structs, typeName, typeOf, unions } from './rpc-types.mjs';

const api = await readFacts('api.json');
const flags = Object.assign({}, ...Object.values(api.enums));

// --- which file a procedure goes to ---
const groups = [
  ['events', /event/],
  ['domain-migration', /^domain_migrate/],
  ['domain-snapshot', /^domain.*(snapshot|checkpoint|backup)/],
  ['domain-block', /^domain.*(block|disk|throttle)/],
  ['domain-tuning', /^domain.*(params|param|parameters|vcpu|memory|iothread|stats|pin|cpu|perf)/],
  ['domain', /^(domain|connect_.*domain)/],
  ['network', /^(network|connect_(list|num_of).*network)/],
  ['storage', /^(storage|connect_.*storage)/],
  ['nwfilter', /^(nwfilter|connect_.*nwfilter)/],
  ['interface', /^(interface|connect_.*interface)/],
  ['node-device', /^(node_device|node_list_devices|node_num_of_devices|connect_.*node_devices)/],
  ['secret', /^(secret|connect_.*secret)/],
  ['node', /^node/],
  ['connect', /./],
];
/** The file of a procedure. */
export const groupOfProcedure = (program, name) => {
  if (program !== 'remote') return program;
  if (/^connect_get_all_domain_stats|^connect_.*native$/.test(name)) return 'domain';
  return groups.find(([, pattern]) => pattern.test(name))[0];
};

const procedures = [];
for (const program of ['remote', 'qemu', 'lxc'])
  for (const p of programs[program].procedures) procedures.push({ ...p, program, group: groupOfProcedure(program, p.name) });

// --- which file a struct goes to: that of its only group, else the shared one ---
const users = new Map();
function use(name, group) {
  const known = users.get(name) ?? new Set();
  if (known.has(group)) return;
  users.set(name, known.add(group));
  for (const field of fieldsOf(name)) for (const inner of named(field.shape)) use(inner, group);
}
for (const p of procedures) for (const name of [p.args, p.ret, p.message]) if (name) use(name, p.group);
for (const name of Object.keys(programs.message.structs)) if (structs.has(name)) use(name, 'types');
const homes = new Map();
for (const [name, known] of users) homes.set(name, known.size === 1 ? [...known][0] : 'types');
const unused = [...structs.keys()].filter((name) => !homes.has(name));
for (const name of unused) homes.set(name, 'types');

// --- codecs ---
function encoder(shape, value) {
  switch (shape.kind) {
    case 'scalar': return `w.${shape.method}(${value})`;
    case 'uuid': return `w.uuid(${value})`;
    case 'struct': return `encode${typeName(shape.name)}(w, ${value})`;
    case 'optional': return shape.of.kind === 'string' ? `w.optionalString(${value}, ${shape.of.max})` : `w.optional(${value}, ${encoderName(shape.of)})`;
    case 'array': return `w.array(${value}, ${shape.max}, ${encoderName(shape.of)})`;
    default: return `w.${shape.kind}(${value}, ${shape.max})`;
  }
}
function decoder(shape) {
  switch (shape.kind) {
    case 'scalar': return `r.${shape.method}()`;
    case 'uuid': return 'r.uuid()';
    case 'struct': return `decode${typeName(shape.name)}(r)`;
    case 'optional': return shape.of.kind === 'string' ? `r.optionalString(${shape.of.max})` : `r.optional(${decoderName(shape.of)})`;
    case 'array': return `r.array(${shape.max}, ${leastSize(shape.of)}, ${decoderName(shape.of)})`;
    default: return `r.${shape.kind}(${shape.max})`;
  }
}
const encoderName = (shape) => shape.kind === 'struct' ? `encode${typeName(shape.name)}` : `(w, v) => ${encoder(shape, 'v')}`;
const decoderName = (shape) => shape.kind === 'struct' ? `decode${typeName(shape.name)}` : `(r) => ${decoder(shape)}`;

function structText(name) {
  const type = typeName(name);
  if (unions.has(name)) return unionText(name, type);
  const fields = fieldsOf(name);
  return `/** \`${name}\` */
export interface ${type} {
${fields.map((f) => `  readonly ${f.name}: ${typeOf(f.shape)};`).join('\n')}
}

export function encode${type}(w: XdrWriter, v: ${type}): void {
${fields.map((f) => `  ${encoder(f.shape, `v.${f.name}`)};`).join('\n')}
}

export function decode${type}(r: XdrReader): ${type} {
  return {
${fields.map((f) => `    ${f.name}: ${decoder(f.shape)},`).join('\n')}
  };
}
`;
}

/** A union is a pair of its discriminant and the arm's value. */
function unionText(name, type) {
  const { discriminant } = unions.get(name);
  const arms = fieldsOf(name).map((arm) => ({ ...arm, number: constants[arm.case] }));
  const key = discriminant.name;
  return `/** \`${name}\`: ${arms.map((arm) => `${arm.number} \`${arm.case}\``).join(', ')}. */
export type ${type} =
${arms.map((arm) => `  | { readonly ${key}: ${arm.number}; readonly value: ${typeOf(arm.shape)} }`).join('\n')};

export function encode${type}(w: XdrWriter, v: ${type}): void {
  w.int(v.${key});
  switch (v.${key}) {
${arms.map((arm) => `    case ${arm.number}:\n      return void ${encoder(arm.shape, 'v.value')};`).join('\n')}
    default:
      throw unknownArm('${name}', (v as { ${key}: number }).${key});
  }
}

export function decode${type}(r: XdrReader): ${type} {
  const ${key} = r.int();
  switch (${key}) {
${arms.map((arm) => `    case ${arm.number}:\n      return { ${key}, value: ${decoder(arm.shape)} };`).join('\n')}
    default:
      throw unknownArm('${name}', ${key});
  }
}
`;
}

/** Imports of one file: what its structs and procedures name of other files. */
function importsOf(group, names, bodies) {
  const lines = [`import ${/unknownArm/.test(bodies) ? '{ unknownArm, type XdrReader }' : 'type { XdrReader }'} from '../xdr/reader.ts';`];
  lines.push(`import type { XdrWriter } from '../xdr/writer.ts';`);
  const other = new Map();
  for (const name of names) {
    const home = homes.get(name);
    if (home === group) continue;
    const type = typeName(name);
    const list = other.get(home) ?? [];
    for (const word of [`decode${type}`, `encode${type}`]) if (new RegExp(`\\b${word}\\b`).test(bodies)) list.push(word);
    if (new RegExp(`(?<![\\w])${type}\\b(?!')`).test(bodies.replace(/\b(de|en)code\w+/g, ''))) list.push(`type ${type}`);
    other.set(home, list);
  }
  for (const [home, list] of [...other].sort()) lines.push(`import { ${list.sort().join(', ')} } from './${home}.generated.ts';`);
  return lines.join('\n');
}

function procedureText(p) {
  const prefix = p.program === 'remote' ? '' : `${p.program}_`;
  const constant = camel(prefix + p.name);
  const doc = `/** Procedure ${p.number}${p.program === 'remote' ? '' : ` of the ${p.program} program`}, \`${prefix || 'remote_'}${p.name}\` */`;
  const program = programs[p.program].program[`${p.program.toUpperCase()}_PROGRAM`];
  const head = `program: ${program}, number: ${p.number}, name: '${prefix}${p.name}'`;
  if (p.message) {
    const type = typeName(p.message);
    return { constant, text: `${doc}\nexport const ${constant}: EventMessage<${type}> = { ${head}, encode: encode${type}, decode: decode${type} };\n` };
  }
  const part = (struct, which) => struct ? `encode${which}: encode${typeName(struct)}, decode${which}: decode${typeName(struct)}`
    : `encode${which}: nothing, decode${which}: nothing`;
  const notes = [];
  if (p.notes?.priority === 'high') notes.push('high: true');
  if (p.notes?.readstream) notes.push(`stream: 'read'`);
  if (p.notes?.writestream) notes.push(`stream: 'write'`);
  if (p.notes?.sparseflag) notes.push(`sparse: ${flags[p.notes.sparseflag]}`);
  const types = [p.args, p.ret].map((struct) => (struct ? typeName(struct) : 'void'));
  return {
    constant,
    text: `${doc}
export const ${constant}: Procedure<${types.join(', ')}> = {
  ${head},
  ${part(p.args, 'Args')},
  ${part(p.ret, 'Ret')},${notes.length > 0 ? `\n  ${notes.join(', ')},` : ''}
};
`,
  };
}

const byGroup = new Map();
for (const [name, home] of homes) byGroup.set(home, [...(byGroup.get(home) ?? []), name]);
for (const group of ['types', ...new Set(procedures.map((p) => p.group))]) {
  const own = procedures.filter((p) => p.group === group);
  const names = byGroup.get(group) ?? [];
  const texts = names.map(structText);
  const lines = own.map((p) => procedureText(p).text);
  const bodies = [...texts, ...lines].join('\n');
  const wanted = new Set(own.flatMap((p) => [p.args, p.ret, p.message]).filter(Boolean));
  for (const name of names) for (const f of fieldsOf(name)) for (const inner of named(f.shape)) wanted.add(inner);
  let imports = importsOf(group, wanted, bodies);
  if (own.length > 0) {
    const types = [['EventMessage', own.some((p) => p.message)], ['Procedure', own.some((p) => !p.message)]];
    const used = types.flatMap(([type, there]) => (there ? [`type ${type}`] : []));
    imports += `\nimport { ${[...(/\bnothing\b/.test(bodies) ? ['nothing'] : []), ...used].join(', ')} } from '../procedure.ts';`;
  }
  await writeGenerated(`packages/core-rpc/src/protocol/${group}.generated.ts`, `${imports}\n\n${bodies}`);
}

// --- every procedure by number, for servers and for those who look at traffic ---
const alias = (group) => `${camel(group.replaceAll('-', '_'))}Group`;
const groupNames = [...new Set(procedures.map((p) => p.group))];
await writeGenerated('packages/core-rpc/src/protocol/programs.generated.ts', `${groupNames
  .map((group) => `import * as ${alias(group)} from './${group}.generated.ts';`).join('\n')}
import type { AnyEventMessage, AnyProcedure } from '../procedure.ts';

/** The procedures that clients call, by program and name. */
export const procedures: Readonly<Record<'remote' | 'qemu' | 'lxc', readonly AnyProcedure[]>> = {
${['remote', 'qemu', 'lxc'].map((program) => `  ${program}: [\n${procedures.filter((p) => p.program === program && !p.message)
    .map((p) => `    ${alias(p.group)}.${procedureText(p).constant},`).join('\n')}\n  ],`).join('\n')}
};

/** The messages that servers send on their own. */
export const eventMessages: Readonly<Record<'remote' | 'qemu', readonly AnyEventMessage[]>> = {
${['remote', 'qemu'].map((program) => `  ${program}: [\n${procedures.filter((p) => p.program === program && p.message)
    .map((p) => `    ${alias(p.group)}.${procedureText(p).constant},`).join('\n')}\n  ],`).join('\n')}
};
`);

const limits = Object.entries(constants).filter(([name]) => /^(VIR_NET_MESSAGE|REMOTE_.*MAX|.*_PROGRAM|.*_VERSION)/.test(name));
await writeGenerated('packages/core-rpc/src/protocol/constants.generated.ts', `/** Numbers of the programs, and limits of the protocol, by libvirt's names. */
export const protocol = {
${limits.map(([name, value]) => `  ${name}: ${value},`).join('\n')}
} as const;
`);

// --- for the tests ---
const sketch = (shape) => {
  switch (shape.kind) {
    case 'struct': return `{ kind: 'struct', name: '${typeName(shape.name)}' }`;
    case 'optional': return `{ kind: 'optional', of: ${sketch(shape.of)} }`;
    case 'array': return `{ kind: 'array', max: ${shape.max}, of: ${sketch(shape.of)} }`;
    case 'scalar': return `{ kind: '${shape.method}' }`;
    case 'uuid': return `{ kind: 'uuid' }`;
    default: return `{ kind: '${shape.kind}', max: ${shape.max} }`;
  }
};
const all = [...homes].map(([name, home]) => [name, home, typeName(name)]);
await writeGenerated('packages/core-rpc/test/shapes.generated.ts', `${[...new Set(homes.values())].sort()
  .map((home) => `import * as ${alias(home)} from '../src/protocol/${home}.generated.ts';`).join('\n')}
import type { StructShape } from './shapes.ts';

/** Every struct and union of the protocol, with what its fields are. */
export const structs: readonly StructShape[] = [
${all.map(([name, home, type]) => `  { name: '${type}', encode: ${alias(home)}.encode${type}, decode: ${alias(home)}.decode${type}, ${unions.has(name)
    ? `arms: [${fieldsOf(name).map((arm) => `[${constants[arm.case]}, ${sketch(arm.shape)}]`).join(', ')}]`
    : `fields: [${fieldsOf(name).map((f) => `['${f.name}', ${sketch(f.shape)}]`).join(', ')}]`} },`).join('\n')}
];
`);
