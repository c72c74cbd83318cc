// Makes the contract's interfaces (one file per family) and the table that ties member, public function, wire procedure
// and permissions together, from the public API and the wire protocol; contract-families.mjs holds what those do not say.
import { readFacts } from './facts.mjs';
import { writeGenerated } from './output.mjs';
import { byHand, driverTables, files, older, remarks } from './contract-families.mjs';

const api = await readFacts('api.json');
const matrix = await readFacts('driver-matrix.json');
const programs = { remote: await readFacts('rpc/remote.json'), qemu: await readFacts('rpc/qemu.json'), lxc: await readFacts('rpc/lxc.json') };
const functions = new Map(api.functions.map((f) => [f.name, f]));

const squash = (name) => name.replaceAll('_', '').toLowerCase();
const procedures = new Map();
for (const [program, facts] of Object.entries(programs))
  for (const p of facts.procedures)
    if (p.message === null)
      procedures.set((program === 'remote' ? '' : program) + squash(p.name), { ...p, program, structs: facts.structs });
const oddProcedures = {
  virConnectDomainEventRegisterAny: 'connectdomaineventcallbackregisterany',
  virConnectDomainEventDeregisterAny: 'connectdomaineventcallbackderegisterany',
  virConnectDomainQemuMonitorEventRegister: 'qemuconnectdomainmonitoreventregister',
  virConnectDomainQemuMonitorEventDeregister: 'qemuconnectdomainmonitoreventderegister',
};
/** The wire's procedure of a public function. */
export const procedureOf = (name) =>
  procedures.get(oddProcedures[name] ?? squash(name.slice(3))) ??
  procedures.get(/Qemu|Lxc/.test(name) ? name.replace(/^virDomain(Qemu|Lxc)(.*)$/, (_, p, rest) => `${p}domain${rest}`).toLowerCase() : '');

const refs = {
  domain: ['domain', 'DomainRef'],
  network: ['network', 'NetworkRef'],
  network_port: ['port', 'NetworkPortRef'],
  nwfilter: ['nwfilter', 'NWFilterRef'],
  nwfilter_binding: ['binding', 'NWFilterBindingRef'],
  interface: ['iface', 'InterfaceRef'],
  storage_pool: ['pool', 'StoragePoolRef'],
  storage_vol: ['volume', 'StorageVolumeRef'],
  node_device: ['device', 'NodeDeviceRef'],
  secret: ['secret', 'SecretRef'],
  domain_checkpoint: ['checkpoint', 'DomainCheckpointRef'],
  domain_snapshot: ['snapshot', 'DomainSnapshotRef'],
};
/** Arguments of the wire that the contract does not have: sizes of what is to come back. */
export const dropped = new Set(['maxnames', 'nparams', 'need_results', 'maplen', 'maxids', 'maxuuids']);
const truth = /^(domain|network|storagePool|interface|nodeDevice|domainSnapshot|connect)(Is|Has|GetAutostart)|SupportsFeature/;

function scalar(field) {
  const ref = /^remote_(nonnull_)?(\w+)$/.exec(field.type);
  let type;
  if (ref && refs[ref[2]]) type = refs[ref[2]][1] + (ref[1] ? '' : ' | undefined');
  else if (/^(remote|qemu|lxc)_nonnull_string$/.test(field.type)) type = 'string';
  else if (/^(remote|qemu|lxc)_string$/.test(field.type)) type = 'string | undefined';
  else if (field.type === 'remote_uuid') type = 'string';
  else if (field.type === 'remote_typed_param') return 'TypedParams';
  else if (field.type === 'opaque') return 'Uint8Array';
  else if (/hyper$/.test(field.type)) type = 'bigint';
  else if (/^(unsigned )?(int|char|short)$/.test(field.type)) type = 'number';
  else throw new Error(`type of ${JSON.stringify(field)}?`);
  return field.array === 'variable' ? `readonly ${type}[]` : type;
}

const camel = (name) => name.replace(/_+([a-z0-9])/g, (_, c) => c.toUpperCase());

function argumentsOf(name, procedure) {
  if (!procedure) return functions.get(name).args.length > 1 ? null : [];
  const fields = procedure.args ? procedure.structs[procedure.args] : [];
  const apiArgs = (functions.get(name)?.args ?? []).filter((a) => a.type !== 'virConnectPtr');
  const out = [];
  fields.forEach((field, i) => {
    if (dropped.has(field.name)) return;
    if (i === 0 && apiArgs[0]?.type === 'virNodeDevicePtr') return out.push('device: NodeDeviceRef');
    const ref = /^remote_(?:nonnull_)?(\w+)$/.exec(field.type);
    const short = ref && refs[ref[1]] && !field.array && field.name !== 'clonevol' ? refs[ref[1]][0] : undefined;
    let label = short ?? apiArgs.find((a) => squash(a.name) === squash(field.name))?.name ?? field.name;
    if (label === 'path' && apiArgs.some((a) => a.name === 'disk')) label = 'disk';
    let type = scalar(field);
    if (/^(autostart)$/.test(field.name)) type = 'boolean';
    out.push(`${camel(label)}: ${type}`);
  });
  return out;
}

function resultOf(member, procedure) {
  if (procedure?.notes?.readstream || procedure?.notes?.writestream) return 'DriverStream';
  if (!procedure?.ret) return truth.test(member) ? 'boolean' : 'void';
  const fields = procedure.structs[procedure.ret].filter((f) => !(f.name === 'ret' || f.name === 'nparams'));
  if (fields.length !== 1) return fields.length === 0 ? 'number' : null;
  if (truth.test(member) && /int$/.test(fields[0].type)) return 'boolean';
  return scalar(fields[0]);
}

// Connecting itself is the registry's, the rest of the functions that all drivers have belongs to the hypervisor's table.
const common = ['virConnectGetCapabilities', 'virConnectIsAlive', 'virConnectIsEncrypted', 'virConnectIsSecure',
  'virConnectSupportsFeature', 'virConnectGetURI'];
const wanted = [...common];
for (const table of Object.keys(driverTables)) wanted.push(...Object.keys(matrix[table]));

/** Every member: public name, procedure with its program and structs, file, arguments and result in TypeScript. */
export const members = [];
const missing = [];
for (const name of new Set(wanted)) {
  if (older[name]) continue;
  const member = name.slice(3).replace(/^(NWFilter|[A-Z])/, (s) => s.toLowerCase());
  const procedure = procedureOf(name);
  const file = files.find(([, , , , pattern]) => pattern.test(name));
  let [args, result] = byHand[member] ?? [];
  if (byHand[member] === undefined) {
    try {
      const list = argumentsOf(name, procedure);
      result = resultOf(member, procedure);
      if (list === null || result === null) missing.push(name);
      else args = list.join(', ');
    } catch (error) {
      missing.push(`${name} (${error.message})`);
    }
  }
  members.push({ name, member, procedure, file, args, result });
}
if (missing.length > 0) throw new Error(`no shape for:\n${missing.join('\n')}`);

const imports = {
  references: Object.values(refs).map(([, type]) => type),
  events: ['CloseCallback', 'DomainEvent', 'QemuMonitorEvent', 'NetworkEvent', 'StoragePoolEvent', 'NodeDeviceEvent', 'SecretEvent'],
  stream: ['DriverStream'],
  'typed-params': ['TypedParams'],
};
const known = new Set(Object.values(imports).flat());

for (const [file, type, , about] of files) {
  const own = members.filter((m) => m.file[0] === file).sort((a, b) => (a.member < b.member ? -1 : 1));
  const bodies = own.map(({ name, member, procedure, args, result }) => {
    const words = [`\`${name}\``];
    if (procedure) words.push(`procedure ${procedure.number}${procedure.program === 'remote' ? '' : ` of the ${procedure.program} program`}`);
    const remark = remarks[member] ? ` ${remarks[member]}` : '';
    const line = `  ${member}(${args}${args ? ', ' : ''}call: Call): Promise<${result}>;`;
    const text = line.length <= 120 ? line
      : `  ${member}(\n${[...args.split(/, (?=\w+: )/), 'call: Call'].map((a) => `    ${a},\n`).join('')}  ): Promise<${result}>;`;
    return `  /** ${words.join(', ')}.${remark} */\n${text}`;
  });
  const text = bodies.join('\n');
  const used = new Set(text.replace(/\/\*\*.*\*\//g, '').match(/\b[A-Z][A-Za-z]+\b/g));
  for (const basic of ['Promise', 'Call', 'Uint8Array']) used.delete(basic);
  const lines = [`import type { Call } from '../call.ts';`];
  for (const [from, types] of Object.entries(imports)) {
    const here = types.filter((t) => used.has(t)).sort();
    if (here.length > 0) lines.push(`import type { ${here.join(', ')} } from '../${from}.ts';`);
  }
  const values = [...used].filter((t) => !known.has(t)).sort();
  if (values.length > 0) lines.push(`import type { ${values.join(', ')} } from '../values.ts';`);
  const wrapped = lines.map((l) => l.length <= 120 ? l : l.replace(/\{ (.*) \}/, (_, list) => `{\n  ${list.split(', ').join(',\n  ')},\n}`));
  await writeGenerated(`packages/core-api/src/contract/families/${file}.ts`,
    `${wrapped.join('\n')}\n\n/** ${about}. */\nexport interface ${type} {\n${text}\n}\n`);
}

// --- the table ---
const flagsOf = (args) => args.split(/, (?=\w+: )/).findIndex((a) => a === 'flags: number');
const count = (args) => (args === '' ? 0 : args.split(/, (?=\w+: )/).length);
const quote = (s) => `'${s}'`;
const constants = Object.assign({}, ...Object.values(api.enums));

// `object:permission[:condition]`; a condition is FLAG[|FLAG...], with `!` before all for "none of
// these", or `:argument:VALUE`.
function permission(rule, list) {
  const [object, name, ...condition] = rule.split(':');
  const parts = [`object: '${object}'`, `permission: '${name}'`];
  if (condition.length === 1 && condition[0] !== '') {
    const mask = condition[0].replace('!', '').split('|').reduce((sum, n) => sum + value(n), 0);
    parts.push(`${condition[0].startsWith('!') ? 'without' : 'mask'}: ${mask}`);
  } else if (condition.length > 1) {
    const [argument, constant] = condition.slice(-2);
    parts.push(`arg: ${list.findIndex((a) => a.startsWith(`${argument}:`))}`, `equals: ${value(constant)}`);
  }
  return `{ ${parts.join(', ')} }`;
}
function value(name) {
  if (!(name in constants)) throw new Error(`what is ${name}?`);
  return constants[name];
}

// May the argument be negative? The public function's C type says so.
function signed(name, label) {
  if (name === 'virDomainLookupByID') return false;
  const argument = functions.get(name)?.args.find((a) => squash(a.name) === squash(label));
  return argument ? /^(int|long long)$/.test(argument.type) : false;
}

const entries = {};
for (const { name, member, procedure, file, args } of members) {
  const parts = [`f: ${quote(name)}`, `n: ${count(args)}`];
  if (flagsOf(args) >= 0) parts.push(`flags: ${flagsOf(args)}`);
  const list = args === '' ? [] : args.split(/, (?=\w+: )/);
  const strings = list.flatMap((a, i) => (/: string$/.test(a) ? [[i, a.split(':')[0]]] : []));
  if (strings.length > 0) parts.push(`text: [${strings.map(([i, label]) => `[${i}, ${quote(label)}]`).join(', ')}]`);
  const numbers = (pattern, key) => {
    const found = list.flatMap((a, i) => (pattern.test(a) && i !== flagsOf(args) ? [[i, a.split(':')[0]]] : []));
    const shown = found.map(([i, label]) => `[${i}, ${quote(label)}${signed(name, label) ? ", '-'" : ''}]`);
    if (found.length > 0) parts.push(`${key}: [${shown.join(', ')}]`);
  };
  numbers(/: bigint$/, 'wide');
  numbers(/: number$/, 'int');
  if (procedure) {
    parts.push(`p: ${procedure.number}`);
    if (procedure.program !== 'remote') parts.push(`program: ${quote(procedure.program)}`);
    const acl = (procedure.notes?.acl ?? []).filter((rule) => rule !== 'none');
    if (acl.length > 0) parts.push(`acl: [${acl.map((rule) => permission(rule, list)).join(', ')}]`);
    if (procedure.notes?.aclfilter) parts.push(`filter: ${permission(procedure.notes.aclfilter[0], list)}`);
  }
  (entries[file[2]] ??= []).push([member, `    ${member}: { ${parts.join(', ')} },`]);
}
const tables = Object.entries(entries).map(
  ([family, lines]) => `  ${family}: {\n${lines.sort().map(([, l]) => l).join('\n')}\n  },`,
);
await writeGenerated('packages/core-api/src/contract/members.generated.ts',
  `import type { Family, MemberFacts } from './members.ts';

/** Every member of the contract, by family. */
export const members: Readonly<Record<Family, Readonly<Record<string, MemberFacts>>>> = {
${tables.join('\n')}
};
`);

const memberOf = (name) => name.slice(3).replace(/^(NWFilter|[A-Z])/, (s) => s.toLowerCase());
await writeGenerated('packages/core-api/src/contract/newest.generated.ts',
  `/** An older public function, the member that serves it, and what the older one means in the newer one's terms. */
export interface OlderForm {
  readonly member: string;
  readonly means: string;
}

/** libvirt's older functions, which the contract has only in their newest form. */
export const olderForms: Readonly<Record<string, OlderForm>> = {
${Object.entries(older)
  .map(([name, [to, means]]) => `  ${name}: { member: '${memberOf(to)}', means: '${means}' },`)
  .join('\n')}
};
`);
