// Makes the tables of CPU models and features from shared/facts/cpu_map.json: one file for each family of architectures.
import { readFacts } from './facts.mjs';
import { writeGenerated } from './output.mjs';

const { x86, ppc64, arm } = await readFacts('cpu_map.json');
const quote = (value) => `'${value.replaceAll("'", "\\'")}'`;
const number = (value) => (typeof value === 'string' ? Number(value) : value);
const folder = 'packages/secondary-cpu/src/map';

/** Long lists are lines of at most 110 columns. */
function wrap(items) {
  const lines = [];
  let line = '';
  for (const item of items) {
    if (line.length + item.length > 110) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? item : ` ${item}`;
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** The register or half of a MSR that holds a feature, and which of its bits it is. */
function placeOf({ name, cpuid, msr }) {
  const [entry, ...more] = [...(cpuid ?? []), ...(msr ?? [])];
  const registers = ['eax', 'ebx', 'ecx', 'edx'].filter((register) => (entry?.[register] ?? 0) !== 0);
  const bit = Math.log2(entry?.[registers[0]] ?? 0);
  if (more.length > 0 || registers.length !== 1 || !Number.isInteger(bit)) {
    throw new Error(`feature ${name} is not exactly one bit; the tables of secondary-cpu must learn to hold it`);
  }
  const place =
    msr === undefined ? `${entry.eax_in.toString(16)}.${(entry.ecx_in ?? 0).toString(16)}` : `msr:${entry.index.toString(16)}`;
  return { word: `${place}.${registers[0]}`, bit };
}

/** Features by register: `LEAF.SUBLEAF.REGISTER name name@BIT ...`; a name without a bit has the one after the last. */
function featureLines(features) {
  const lines = [];
  let current;
  for (const feature of features) {
    const { word, bit } = placeOf(feature);
    if (current?.word !== word) {
      current = { word, next: 0, names: [] };
      lines.push(current);
    }
    current.names.push(bit === current.next ? feature.name : `${feature.name}@${bit}`);
    current.next = bit + 1;
  }
  return lines.map(({ word, names }) => `${word} ${names.join(' ')}`);
}

function x86Model({ name, vendor, base, decode, check, signatures, features }, index) {
  const named = (wanted) =>
    (features ?? []).flatMap((feature) => {
      const { name: known, ...how } = typeof feature === 'string' ? { name: feature } : feature;
      return Object.keys(how).join() === wanted ? [known] : [];
    });
  const code = (names) => names.map((known) => index.get(known).toString(36)).join(' ');
  const parts = [`name: ${quote(name)}`];
  if (base !== undefined) parts.push(`base: ${quote(base)}`);
  if (vendor !== undefined) parts.push(`vendor: ${quote(vendor)}`);
  parts.push(`decode: ${quote(`${decode.host ? 'h' : ''}${decode.guest ? 'g' : ''}`)}`);
  if (check?.partial === 'compat') parts.push('compat: true');
  if (signatures !== undefined) {
    const each = signatures.map((s) => `${s.family}:${s.model}${s.stepping === undefined ? '' : `:${s.stepping}`}`);
    parts.push(`signatures: ${quote(each.join(' '))}`);
  }
  for (const [field, wanted] of [['features', ''], ['added', 'added'], ['removed', 'removed']]) {
    const names = named(wanted);
    if (names.length > 0) parts.push(`${field}: ${quote(code(names))}`);
  }
  return `  { ${parts.join(', ')} },`;
}

const aliases = x86.features.flatMap(({ name, aliases = [] }) => aliases.map(({ name: alias }) => `${alias}=${name}`));
const frozen = x86.features.filter(({ migratable }) => migratable === false).map(({ name }) => name);
const byName = new Map(x86.features.map(({ name }, position) => [name, position]));

await writeGenerated(
  `${folder}/x86.generated.ts`,
  `// The facts in it, which bits and which models there are, are those of libvirt's CPU map: see NOTICE.

import type { X86MapSource } from './types.ts';

export const x86Source: X86MapSource = {
  vendors: [
${x86.vendors.map(({ name, string }) => `    { name: ${quote(name)}, string: ${quote(string)} },`).join('\n')}
  ],
  notMigratable: ${quote(frozen.join(' '))},
  aliases: ${quote(aliases.join(' '))},
  features: \`
${featureLines(x86.features).flatMap((line) => wrap(line.split(' ')).map((part, i) => (i === 0 ? part : `  ${part}`))).join('\n')}
\`,
  models: [
${x86.models.map((model) => `  ${x86Model(model, byName)}`).join('\n')}
  ],
};
`,
);

const hex = (value) => `0x${number(value).toString(16)}`;
const pvrs = (list) => list.map(({ value, mask }) => `{ value: ${hex(value)}${mask === undefined ? '' : `, mask: ${hex(mask)}`} }`).join(', ');
const pvrModel = ({ name, vendor, pvr }) => `    { name: ${quote(name)}, vendor: ${quote(vendor)}, pvr: [${pvrs(pvr)}] },`;

await writeGenerated(
  `${folder}/ppc64.generated.ts`,
  `// The facts in it are those of libvirt's CPU map: see NOTICE.

import type { Ppc64MapSource } from './types.ts';

export const ppc64Source: Ppc64MapSource = {
  vendors: [${ppc64.vendors.map(({ name }) => quote(name)).join(', ')}],
  models: [
${ppc64.models.map(pvrModel).join('\n')}
  ],
};
`,
);

await writeGenerated(
  `${folder}/arm.generated.ts`,
  `// The facts in it are those of libvirt's CPU map: see NOTICE.

import type { ArmMapSource } from './types.ts';

export const armSource: ArmMapSource = {
  vendors: [
${arm.vendors.map(({ name, value }) => `    { name: ${quote(name)}, value: ${hex(value)} },`).join('\n')}
  ],
  features: ${quote(arm.features.map(({ name }) => name).join(' '))},
  models: [
${arm.models.map(pvrModel).join('\n')}
  ],
};
`,
);
