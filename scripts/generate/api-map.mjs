// Writes docs/api-map.md: every public function of libvirt and its counterpart here, or "not yet". The counterparts are
// read from the code: `@libvirt NAME...` in the doc-comment of a class's method, of a function, or of a field.
import { readFile, readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readFacts } from './facts.mjs';
import { root, writeOutput } from './output.mjs';
import { older } from './contract-families.mjs';

const { functions } = await readFacts('api.json');
const known = new Set(functions.map((f) => f.name));

// Functions that JavaScript needs no counterpart for, with what takes their place.
const byLanguage = [
  [/^vir\w+(Free|Ref)$/, 'garbage collection'],
  [/^virDomainStatsRecordListFree$/, 'garbage collection'],
  [/^virEvent(Add|Update|Remove|Register|Run)/, "Node's event loop"],
  [/^(virGetLastError\w*|virSaveLastError|virResetLastError|virResetError|virFreeError|virCopyLastError|virSetErrorFunc|virDefaultErrorFunc|virConn\w+Error|virConnSetErrorFunc)$/, 'a rejected promise with `VirtError`'],
  [/^virInitialize$/, 'nothing to initialise'],
  [/^virTypedParams(Clear|Free)$/, 'garbage collection'],
  [/^virTypedParamsGet/, 'a property of `Parameters`; `paramValue()` of the driver-kit'],
  [/^virTypedParamsAddFromString$/, 'a property of `Parameters`'],
  [/^virTypedParamsAdd/, '`ParamList` of the driver-kit'],
  [/^virGetVersion$/, 'the version of the package; `connection.libVersion()`'],
  [/^virConnectSetIdentity$/, 'none: who calls is decided where the call comes in, not by the caller'],
  [/^virDomainLxcEnter(CGroup|Namespace|SecurityLabel)$/, 'none: Node cannot move a running process into a namespace, control group or label'],
  [/^virStream(New|Send|SendAll|Recv|RecvAll|RecvFlags|Finish|Abort|EventAddCallback|EventUpdateCallback|EventRemoveCallback)$/, '`VirtStream`, a Node stream'],
];

async function* sources(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = resolve(folder, entry.name);
    if (entry.isDirectory() && !['node_modules', 'dist', 'test', 'integration'].includes(entry.name)) yield* sources(path);
    else if (entry.name.endsWith('.ts')) yield path;
  }
}

// Classes that users never see by name: their methods are shown under the class that extends them.
const shownAs = (name) => (/^Domain(Base|Lifecycle|Save|Description|Vcpus|Resources|Devices|Tuning|Block|Agent|Jobs)$/.test(name) ? 'Domain' : /^[A-Za-z]+Connection$/.test(name) ? 'Connection' : name);
const lowerFirst = (name) => name.charAt(0).toLowerCase() + name.slice(1);

const counterparts = new Map();
const unknown = [];
for await (const file of sources(resolve(root, 'packages/core-api/src'))) {
  const text = await readFile(file, 'utf8');
  if (!text.includes('@libvirt')) continue;
  const classes = [...text.matchAll(/^export class (\w+)/gm)].map((m) => [m.index, m[1]]);
  for (const match of text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*?)@libvirt ([^*\n]+?)\s*(?:\n\s*)?\*\/\s*([^\n]*)/g)) {
    const line = match[3];
    const name = /(\w+)\s*(?:<[^>]*>)?[(:;]/.exec(line.replace(/^(?:export |async |function |get |readonly |static |override )+/, ''))?.[1];
    if (name === undefined) throw new Error(`${file}: what does "@libvirt ${match[2]}" belong to?`);
    const owner = classes.filter(([index]) => index < match.index).at(-1)?.[1];
    const where = owner === undefined ? '' : `${lowerFirst(shownAs(owner))}.`;
    const property = /^(get |readonly )/.test(line.trim());
    for (const fn of match[2].trim().split(/\s+/)) {
      if (!known.has(fn)) unknown.push(`${file}: ${fn}`);
      const list = counterparts.get(fn) ?? [];
      const shown = `\`${where}${name}${property ? '' : '()'}\``;
      if (!list.includes(shown)) list.push(shown);
      counterparts.set(fn, list);
    }
  }
}
if (unknown.length > 0) throw new Error(`not functions of libvirt:\n${unknown.join('\n')}`);

const { members } = await memberTable();
function counterpart(name) {
  const here = counterparts.get(name);
  if (here) return here.join(', ');
  const language = byLanguage.find(([pattern]) => pattern.test(name));
  if (language) return language[1];
  return /^virAdm/.test(name) ? 'not yet: comes with the daemon' : /Migrate/.test(name) ? 'not yet: comes with migration' : 'not yet';
}
function contract(name) {
  const direct = members.get(name);
  if (direct) return `\`${direct}\``;
  const to = older[name]?.[0];
  return to && members.has(to) ? `\`${members.get(to)}\`, older form` : '';
}
async function memberTable() {
  const text = await readFile(resolve(root, 'packages/core-api/src/contract/members.generated.ts'), 'utf8');
  return { members: new Map([...text.matchAll(/^ {4}(\w+): \{ f: '(\w+)'/gm)].map((m) => [m[2], m[1]])) };
}

const groups = new Map();
for (const f of functions) groups.set(f.file, [...(groups.get(f.file) ?? []), f]);
let have = 0;
let parts = '';
for (const [file, list] of [...groups].sort()) {
  const rows = list.map((f) => {
    const here = counterpart(f.name);
    if (!here.startsWith('not yet')) have += 1;
    return `| ${f.name} | ${here} | ${contract(f.name)} |`;
  });
  const done = rows.filter((row) => !row.includes('| not yet')).length;
  parts += `\n## ${file} (${done} of ${list.length})\n\n| libvirt | here | driver member |\n|---|---|---|\n${rows.join('\n')}\n`;
}
await writeOutput(
  'docs/api-map.md',
  `<!-- Generated by \`npm run generate\`. Do not edit. -->
# libvirt's functions and ours

Each public function of libvirt 11.3 and what does its work here: ${have} of ${functions.length}. A function with a driver member
but no handle yet can be called through \`connection.families\`.
${parts}`,
  ` (${have} of ${functions.length})`,
);
