// Makes driver-remote's members: each calls its procedure. What is out of line is written by hand, in by-hand/ beside them.
import { writeGenerated } from './output.mjs';
import { dropped, members, procedureOf } from './contract.mjs';
import { files, older } from './contract-families.mjs';
import { camel, plain, shapeOf } from './rpc-types.mjs';

const oddOnes = new Set([
  'connectGetURI', 'connectIsSecure', 'connectSupportsFeature', 'domainOpenGraphics', 'domainOpenGraphicsFD',
  'domainScreenshot', 'domainGetSecurityLabelList', 'nodeDeviceGetParent', 'domainMigratePrepareTunnel3Params', 'domainRename', 'domainGetSchedulerParametersFlags', 'networkUpdate',
  ...members.map((m) => m.member).filter((m) => /Event.*Deregister/.test(m)),
]);
// The public functions add this flag by themselves: strings among the parameters are welcome (VIR_TYPED_PARAM_STRING_OKAY).
const withStrings = new Set([
  'domainGetMemoryParameters', 'domainGetNumaParameters', 'domainGetBlkioParameters', 'domainGetSchedulerParametersFlags',
  'domainBlockStatsFlags', 'domainGetInterfaceParameters', 'domainGetBlockIoTune', 'nodeGetMemoryParameters',
]);

/** Expression that makes the wire's value of an argument; undefined when there is no rule. */
function toWire(name, type, field) {
  if (type === 'TypedParams') return `paramsToWire(${name})`;
  if (type === 'boolean') return `${name} ? 1 : 0`;
  if (type === 'NodeDeviceRef' && /string/.test(field.type)) return `${name}.name`;
  if (/^readonly .*\[\]$/.test(type)) return plain.test(type.slice(9, -2)) ? name : undefined;
  return plain.test(type) ? name : undefined;
}

function fromWire(value, type) {
  if (type === 'TypedParams') return `paramsFromWire(${value})`;
  if (type === 'boolean') return `${value} !== 0`;
  const list = /^readonly (\w+)\[\]$/.exec(type);
  if (list) return plain.test(list[1]) ? value : undefined;
  return plain.test(type) ? value : undefined;
}

/**
 * The procedure that did the same without flags. Drivers of servers need not have the newer one; where they have not, and
 * no flags are given, the older one does.
 */
function olderForm({ name, procedure, values, result }) {
  const [olderName] = Object.entries(older).find(([, [to, means]]) => to === name && means === 'no flags') ?? [];
  const found = olderName === undefined ? undefined : procedureOf(olderName);
  if (found === undefined) return undefined;
  const fields = (which, of) => (of[which] ? of.structs[of[which]].map((f) => f.name) : []);
  const same = JSON.stringify(fields('ret', found)) === JSON.stringify(fields('ret', procedure));
  const sent = values.filter((v) => v !== 'flags');
  if (!same || JSON.stringify(fields('args', found)) !== JSON.stringify(fields('args', procedure).filter((f) => f !== 'flags'))) return undefined;
  const constant = camel(found.name);
  return {
    constant,
    procedure: found,
    lines: (newer, call) => {
      const again = call('call').replace(/\(\w+, \{[^}]*\}/, `(${constant}, { ${sent.join(', ')} }`);
      const first = newer[0].replace(/^const answer = /, '').replace(/;$/, '').replace(/^await /, '');
      const expression = `await ${first}.catch((error: unknown) =>\n        flags === 0 && isUnsupported(error) ? ${again} : Promise.reject(error),\n      )`;
      return result === 'void' ? [`${expression};`] : [`const answer = ${expression};`, ...newer.slice(1)];
    },
  };
}

function body({ name: publicName, member, procedure, args, result }) {
  if (!procedure || oddOnes.has(member)) return undefined;
  const { structs } = procedure;
  const fields = procedure.args ? structs[procedure.args] : [];
  const given = args === '' ? [] : args.split(/, (?=\w+: )/).map((a) => a.split(/: (.*)/));
  const kept = fields.filter((f) => !dropped.has(f.name));
  if (kept.length !== given.length || given.some(([, type]) => /=>/.test(type))) return undefined;
  const returned = procedure.ret ? structs[procedure.ret].filter((f) => !['ret', 'nparams'].includes(f.name)) : [];
  const values = [];
  for (const field of fields) {
    if (dropped.has(field.name)) {
      if (field.name === 'need_results') values.push('need_results: 1');
      else if (field.name === 'maplen') return undefined;
      else {
        const list = (procedure.ret ? structs[procedure.ret] : []).map((f) => shapeOf(f)).find((shape) => shape.kind === 'array');
        if (!list) return undefined;
        values.push(`${field.name}: ${list.max}`);
      }
      continue;
    }
    const [name, type] = given[kept.indexOf(field)];
    let value = toWire(name, type, field);
    if (value === undefined) return undefined;
    if (name === 'flags' && withStrings.has(member)) value = 'withStrings(flags)';
    values.push(value === field.name ? value : `${field.name}: ${value}`);
  }
  const prefix = procedure.program === 'remote' ? '' : `${procedure.program}_`;
  const constant = camel(prefix + procedure.name);
  const sent = values.length === 0 ? 'undefined' : `{ ${values.join(', ')} }`;
  const names = [...given.map(([name]) => name), 'call'].join(', ');
  const call = (method) => `remote.${method}(${constant}, ${sent}, call)`;
  let lines;
  if (result === 'void') lines = [`await ${call('call')};`];
  else if (result === 'DriverStream') lines = [`const { stream } = await ${call('callStream')};`, 'return stream;'];
  else {
    const field = returned.length === 1 ? returned[0] : !returned.length && structs[procedure.ret]?.[0];
    if (!field || field.name === 'nparams') return undefined;
    const value = fromWire(`answer.${field.name}`, result);
    if (value === undefined) return undefined;
    lines = [`const answer = await ${call('call')};`, `return ${value};`];
  }
  const before = olderForm({ name: publicName, procedure, values, result, value: lines.at(-1) });
  if (before !== undefined) lines = before.lines(lines, call);
  return { constants: [constant, ...(before === undefined ? [] : [before.constant])], procedures: [procedure, before?.procedure], text: `    async ${member}(${names}) {\n${lines.map((l) => `      ${l}\n`).join('')}    },` };
}

const groupOf = await import('./rpc.mjs').then((m) => m.groupOfProcedure);
const byHand = [];
const names = [];
for (const [file, type] of files) {
  const own = members.filter((m) => m.file[0] === file).sort((a, b) => (a.member < b.member ? -1 : 1));
  const made = own.map((m) => [m, body(m)]);
  const hand = made.filter(([, b]) => b === undefined).map(([m]) => m.member);
  byHand.push(...hand.map((m) => `${file}: ${m}`));
  names.push([file, own.map((m) => m.member)]);
  const written = made.filter(([, b]) => b !== undefined);
  const text = written.map(([, b]) => b.text).join('\n');
  const imports = new Map();
  for (const [, b] of written) {
    b.constants.forEach((constant, i) => {
      const group = groupOf(b.procedures[i].program, b.procedures[i].name);
      imports.set(group, [...(imports.get(group) ?? []), constant]);
    });
  }
  const lines = [`import type { ${type} } from '@virtweave/core-api';`];
  const helpers = ['paramsFromWire', 'paramsToWire'].filter((h) => text.includes(h));
  if (helpers.length > 0) lines.push(`import { ${helpers.join(', ')} } from '@virtweave/core-rpc';`);
  for (const [group, constants] of [...imports].sort())
    lines.push(`import {\n${[...new Set(constants)].sort().map((c) => `  ${c},\n`).join('')}} from '@virtweave/core-rpc/protocol/${group}';`);
  lines.push(`import type { Remote } from '../remote.ts';`);
  if (text.includes('isUnsupported(')) lines.push(`import { isUnsupported } from '../errors.ts';`);
  if (text.includes('withStrings(')) lines.push(`import { withStrings } from '../flags.ts';`);
  const handName = `${camel(file.replaceAll('-', '_'))}ByHand`;
  if (hand.length > 0) lines.push(`import { ${handName} } from '../by-hand/${file}.ts';`);
  await writeGenerated(`packages/driver-remote/src/members/${file}.generated.ts`, `${lines.join('\n')}

export function members(remote: Remote): ${type} {
  return {
${text}${hand.length > 0 ? `${text ? '\n' : ''}    ...${handName}(remote),` : ''}
  };
}
`);
}

// Nearly every connection calls one of these.
const early = 'domain-lifecycle';
const families = new Map();
for (const [file, , family] of files) families.set(family, [...(families.get(family) ?? []), file]);
await writeGenerated('packages/driver-remote/src/members/groups.generated.ts', `import type { Remote } from '../remote.ts';
import { members as early } from './${early}.generated.ts';

/** Members that are loaded together. */
export interface MemberGroup {
  readonly members: readonly string[];
  load(remote: Remote): Promise<object>;
}

/** The members of each family, in groups; a group is loaded with the first call of one of its members. */
export const groups: Readonly<Record<string, readonly MemberGroup[]>> = {
${[...families].map(([family, list]) => `  ${family}: [\n${list.map((file) => `    {
      members: [${names.find(([f]) => f === file)[1].map((m) => `'${m}'`).join(', ')}],
      load: async (remote) => ${file === early ? 'early(remote)' : `(await import('./${file}.generated.ts')).members(remote)`},
    },`).join('\n')}\n  ],`).join('\n')}
};
`);
if (process.env.SHOW_BY_HAND) console.log(byHand.join('\n'));
