// Makes the daemon's procedures: each calls its member of the contract. What is out of line is written by hand, in by-hand/
// beside them.
import { writeGenerated } from './output.mjs';
import { dropped, members } from './contract.mjs';
import { files } from './contract-families.mjs';
import { groupOfProcedure } from './rpc.mjs';
import { camel, plain } from './rpc-types.mjs';

const oddOnes = new Set([
  'connectSetIdentity', 'domainScreenshot', 'domainGetSecurityLabelList', 'connectRegisterCloseCallback', 'connectUnregisterCloseCallback',
  'domainOpenGraphics', 'domainOpenGraphicsFD', 'domainCreateWithFiles', 'domainCreateXMLWithFiles', 'domainFDAssociate',
  'domainMigratePrepareTunnel3Params', 'domainRename', 'domainGetBlockIoTune', 'domainGetInterfaceParameters', 'domainBlockStatsFlags', 'domainLxcOpenNamespace', 'domainQemuMonitorCommandWithFiles', 'nodeDeviceGetParent',
  ...members.map((m) => m.member).filter((m) => /Event.*(Der|R)egister/.test(m)),
]);
// Clients add a flag that says that they know parameters of type string. The contract has no such flag: all callers know them.
const withStrings = new Set([
  'domainGetMemoryParameters', 'domainGetNumaParameters', 'domainGetBlkioParameters', 'domainGetSchedulerParametersFlags',
  'domainBlockStatsFlags', 'domainGetInterfaceParameters', 'domainGetBlockIoTune', 'nodeGetMemoryParameters',
]);

/** Expression that makes the contract's value of a field of the arguments; undefined when there is no rule. */
function fromWire(field, type) {
  if (type === 'TypedParams') return `paramsFromWire(${field.name})`;
  if (type === 'boolean') return `${field.name} !== 0`;
  if (type === 'NodeDeviceRef' && /string/.test(field.type)) return `{ name: ${field.name} }`;
  if (/^readonly .*\[\]$/.test(type)) return plain.test(type.slice(9, -2)) ? field.name : undefined;
  return plain.test(type) ? field.name : undefined;
}

function toWire(value, type) {
  if (type === 'boolean') return `${value} ? 1 : 0`;
  return plain.test(type) ? value : undefined;
}

function answer(member, args, fields, result, call) {
  if (result === 'void') return fields.length === 0 ? `void (await ${call})` : undefined;
  if (result === 'DriverStream') return undefined;
  const names = fields.map((f) => f.name);
  const own = fields.filter((f) => !['ret', 'nparams'].includes(f.name));
  if (result === 'TypedParams' && own.length === 1) {
    const asked = args.some((f) => f.name === 'nparams');
    if (!names.includes('nparams')) return `({ ${own[0].name}: paramsToWire(await ${call}) })`;
    return `countedParams('${own[0].name}', await ${call}${asked ? ', nparams' : ''})`;
  }
  const list = /^readonly (\w+)\[\]$/.exec(result);
  if (list) {
    if (own.length !== 1 || !plain.test(list[1])) return undefined;
    const limit = args.find((f) => /^max/.test(f.name));
    if (names.includes('ret')) {
      const needed = args.some((f) => f.name === 'need_results') ? 'need_results !== 0' : 'true';
      return `countedList('${own[0].name}', await ${call}, ${needed})`;
    }
    const value = `(await ${call})${limit ? `.slice(0, ${limit.name})` : ''}`;
    return `({ ${own[0].name}: ${value} })`;
  }
  const field = own.length === 1 ? own[0] : own.length === 0 ? fields[0] : undefined;
  if (!field || fields.length > 1) return undefined;
  const value = toWire(`await ${call}`, result);
  return value === undefined ? undefined : `({ ${field.name}: ${value.includes('?') ? `(await ${call}) ? 1 : 0` : value} })`;
}

function body({ member, procedure, args, result, file }) {
  if (!procedure || oddOnes.has(member)) return undefined;
  const fields = procedure.args ? procedure.structs[procedure.args] : [];
  const given = args === '' ? [] : args.split(/, (?=\w+: )/).map((a) => a.split(/: (.*)/));
  const kept = fields.filter((f) => !dropped.has(f.name));
  if (kept.length !== given.length || given.some(([, type]) => /=>/.test(type)) || fields.some((f) => f.name === 'maplen')) return undefined;
  const values = kept.map((field, at) => fromWire(field, given[at][1]));
  if (values.includes(undefined)) return undefined;
  if (withStrings.has(member)) values[values.length - 1] = 'withoutStrings(flags)';
  const call = `client.${file[2]}.${member}(${[...values, 'call'].join(', ')})`;
  const ret = procedure.ret ? procedure.structs[procedure.ret] : [];
  const constant = camel((procedure.program === 'remote' ? '' : `${procedure.program}_`) + procedure.name);
  let text;
  if (result === 'DriverStream') text = `async (client, ARGS, call) => void call.openStream(await ${call})`;
  else {
    const made = answer(member, fields, ret, result, call);
    if (made === undefined) return undefined;
    const shown = withStrings.has(member) ? made.replace(`await ${call}`, `understood(await ${call}, flags${made.includes(', nparams)') ? ', nparams' : ''})`) : made;
    text = `async (client, ARGS, call) => ${shown}`;
  }
  const tail = text.slice(text.indexOf('=>'));
  const used = fields.map((f) => f.name).filter((name) => new RegExp(`\\b${name}\\b`).test(tail.replaceAll(/'[^']*'/g, '')));
  text = text.replace('ARGS', used.length === 0 ? '_' : `{ ${used.join(', ')} }`);
  const line = `  serve(${constant}, ${text}),`;
  return { constant, text: line.length <= 120 ? line : `  serve(\n    ${constant},\n    ${text},\n  ),` };
}

const byHand = [];
const modules = [];
for (const [file] of files) {
  const own = members.filter((m) => m.file[0] === file).sort((a, b) => (a.member < b.member ? -1 : 1));
  const made = own.map((m) => [m, body(m)]);
  byHand.push(...made.filter(([m, b]) => b === undefined && m.procedure).map(([m]) => `${file}: ${m.member} ${m.procedure.name} ${m.args} => ${m.result}`));
  const written = made.filter(([, b]) => b !== undefined);
  if (written.length === 0) continue;
  const text = written.map(([, b]) => b.text).join('\n');
  const imports = new Map();
  for (const [m, b] of written) {
    const group = groupOfProcedure(m.procedure.program, m.procedure.name);
    imports.set(group, [...(imports.get(group) ?? []), b.constant]);
  }
  const lines = [];
  const helpers = ['paramsFromWire', 'paramsToWire'].filter((h) => text.includes(h));
  if (helpers.length > 0) lines.push(`import { ${helpers.join(', ')} } from '@virtweave/core-rpc';`);
  for (const [group, constants] of [...imports].sort())
    lines.push(`import {\n${[...new Set(constants)].sort().map((c) => `  ${c},\n`).join('')}} from '@virtweave/core-rpc/protocol/${group}';`);
  const counted = ['countedList', 'countedParams', 'understood', 'withoutStrings'].filter((c) => text.includes(c));
  if (counted.length > 0) lines.push(`import { ${counted.join(', ')} } from './counted.ts';`);
  lines.push(`import { serve, type Served } from './serve.ts';`);
  const name = `${camel(file.replaceAll('-', '_'))}Members`;
  modules.push([file, name]);
  await writeGenerated(`packages/daemon/src/dispatch/${file}.generated.ts`, `${lines.join('\n')}

export const ${name}: readonly Served[] = [
${text}
];
`);
}
await writeGenerated('packages/daemon/src/dispatch/members.generated.ts', `${modules.map(([file, name]) => `import { ${name} } from './${file}.generated.ts';`).join('\n')}
import type { Served } from './serve.ts';

/** The procedures that only call a member. */
export const generated: readonly Served[] = [
${modules.map(([, name]) => `  ...${name},`).join('\n')}
];
`);
if (process.env.SHOW_BY_HAND) console.log(byHand.join('\n'));
