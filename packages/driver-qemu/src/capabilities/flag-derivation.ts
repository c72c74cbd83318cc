import { QapiSchema } from '../qmp/qapi-schema.ts';
import type { JsonObject, QmpProperty } from '../qmp/index.ts';
import { isX86 } from './arch.ts';
import type { QemuFlag } from './flags.ts';
import { migrationFlags, optionFlags, schemaFlags, tpmFlags, typeFlags } from './flag-sources.ts';
import {
  anyMachine,
  anyPc,
  deviceSources,
  machineSources,
  objectSources,
  type PropertySource,
} from './property-sources.ts';
import type { ProbeSession } from './session.ts';
import type { QemuMachine } from './types.ts';

/** What the first questions brought to light. */
export interface FlagFacts {
  readonly arch: string;
  readonly schema: readonly JsonObject[];
  /** QOM types that exist. */
  readonly types: ReadonlySet<string>;
  readonly machines: readonly QemuMachine[];
  readonly cpuNames: ReadonlySet<string>;
  readonly options: readonly { readonly option: string; readonly parameters: readonly { readonly name: string }[] }[];
  readonly migration: ReadonlySet<string>;
  /** TPM models and back ends. */
  readonly tpm: ReadonlySet<string>;
}

/** Flags that follow from the facts alone. */
export function flagsFromFacts(facts: FlagFacts): Set<QemuFlag> {
  const flags = new Set<QemuFlag>();
  const schema = new QapiSchema(facts.schema);
  const options = new Set(
    facts.options.flatMap(({ option, parameters }) => [option, ...parameters.map((p) => `${option}.${p.name}`)]),
  );
  const sources: readonly (readonly [readonly (readonly [string, QemuFlag])[], (what: string) => boolean])[] = [
    [typeFlags, (type) => facts.types.has(type)],
    [schemaFlags, (path) => schema.has(path)],
    [optionFlags, (option) => options.has(option)],
    [migrationFlags, (name) => facts.migration.has(name)],
    [tpmFlags, (name) => facts.tpm.has(name)],
  ];
  for (const [table, has] of sources) for (const [what, flag] of table) if (has(what)) flags.add(flag);
  if (facts.cpuNames.has('max')) flags.add('cpu-max');
  if (isX86(facts.arch)) flags.add('canonical-cpu-features');
  // Built into the machine: no device of this name can be added, so no type says it.
  if (facts.arch === 'sparc') flags.add('ncr53c90');
  return flags;
}

/** Asks for the properties that show more flags, and adds them. */
export async function addPropertyFlags(session: ProbeSession, facts: FlagFacts, flags: Set<QemuFlag>): Promise<void> {
  const wanted = (source: Pick<PropertySource, 'when'>, type: string): boolean =>
    facts.types.has(type) && (source.when === undefined || source.when.some((flag) => flags.has(flag)));
  const questions: Promise<void>[] = [];
  const look = (source: Omit<PropertySource, 'type'>, answer: Promise<readonly QmpProperty[] | undefined>): void => {
    questions.push(
      answer.then((properties) => {
        for (const flag of shownBy(source, properties ?? [])) flags.add(flag);
      }),
    );
  };
  for (const source of deviceSources) {
    if (wanted(source, source.type)) look(source, session.ask('device-list-properties', { typename: source.type }));
  }
  for (const source of objectSources) {
    if (wanted(source, source.type)) look(source, session.ask('qom-list-properties', { typename: source.type }));
  }
  // Abstract types are not in the list of types.
  for (const source of [anyMachine, ...(isX86(facts.arch) ? [anyPc] : [])]) {
    look(source, session.ask('qom-list-properties', { typename: source.type }));
  }
  for (const source of machineSources) {
    const machine = facts.machines.find(({ name, alias }) => name === source.machine || alias === source.machine);
    if (machine !== undefined)
      look(source, session.ask('qom-list-properties', { typename: `${machine.name}-machine` }));
  }
  await Promise.all(questions);
}

function shownBy(source: Omit<PropertySource, 'type'>, properties: readonly QmpProperty[]): readonly QemuFlag[] {
  const found = new Map(properties.map((property) => [property.name, property]));
  return source.flags.flatMap(([name, flag, value]) => {
    const property = found.get(name);
    if (property === undefined || (value !== undefined && property['default-value'] !== value)) return [];
    return [flag];
  });
}
