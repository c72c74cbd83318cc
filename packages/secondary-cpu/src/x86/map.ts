import type { X86MapSource, X86ModelSource } from '../map/types.ts';
import { FeatureSet } from './feature-set.ts';
import { parseSignatures, type SignaturePattern } from './signature.ts';

/** Where a feature is found: one bit of a register of a leaf of CPUID, or of half a MSR. */
export interface X86Feature {
  readonly name: string;
  /** `LEAF.SUBLEAF.REGISTER`, or `msr:INDEX.HALF`; numbers in hex. */
  readonly word: string;
  readonly bit: number;
}

export interface X86Model {
  readonly name: string;
  readonly vendor?: string;
  readonly signatures: readonly SignaturePattern[];
  /** What the name stands for. */
  readonly features: FeatureSet;
  /** What the hypervisor's model of this name has beside them since a later version: a CPU may have them or not. */
  readonly added: FeatureSet;
  /** Features it had when it was first published, in the order of the map's text. */
  readonly removed: readonly number[];
  readonly decodeHost: boolean;
  readonly decodeGuest: boolean;
  /** A partial check compares it with the host. */
  readonly compat: boolean;
  /** The model that has the same features under the name that people know. */
  readonly canonical?: string;
}

/** CPU models and features of x86. */
export interface X86Map {
  readonly features: readonly X86Feature[];
  /** Number of a feature. */
  readonly byName: ReadonlyMap<string, number>;
  /** Number of the feature in a bit: `WORD:BIT`. */
  readonly byBit: ReadonlyMap<string, number>;
  /** What QEMU or Linux calls features. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly notMigratable: FeatureSet;
  /** In the order of the map: names by what CPUID tells. */
  readonly vendors: readonly { readonly name: string; readonly string: string }[];
  readonly models: readonly X86Model[];
  readonly modelByName: ReadonlyMap<string, X86Model>;
}

/** Unpacks the table. */
export function unpackX86Map(source: X86MapSource): X86Map {
  const features = unpackFeatures(source.features);
  const byName = new Map(features.map(({ name }, number) => [name, number]));
  const models: X86Model[] = [];
  const modelByName = new Map<string, X86Model>();
  for (const each of source.models) {
    const model = unpackModel(each, features.length, each.base === undefined ? undefined : modelByName.get(each.base));
    models.push(model);
    modelByName.set(model.name, model);
  }
  const tied = new Set(words(source.notMigratable));
  const notMigratable = new FeatureSet(features.length);
  for (const [number, { name }] of features.entries()) if (tied.has(name)) notMigratable.add(number);
  return {
    features,
    byName,
    byBit: new Map(features.map(({ word, bit }, number) => [`${word}:${bit}`, number])),
    aliases: new Map(words(source.aliases).map((pair) => pair.split('=') as [string, string])),
    notMigratable,
    vendors: source.vendors,
    models,
    modelByName,
  };
}

const words = (text: string | undefined): string[] => (text ?? '').split(' ').filter((word) => word !== '');

function unpackFeatures(text: string): X86Feature[] {
  const features: X86Feature[] = [];
  let word = '';
  let next = 0;
  for (const line of text.split('\n')) {
    const names = words(line);
    if (!line.startsWith(' ') && names.length > 0) {
      word = names.shift() ?? '';
      next = 0;
    }
    for (const each of names) {
      const [name, bit = String(next)] = each.split('@') as [string, string?];
      features.push({ name, word, bit: Number(bit) });
      next = Number(bit) + 1;
    }
  }
  return features;
}

function unpackModel(source: X86ModelSource, size: number, base: X86Model | undefined): X86Model {
  const numbers = (text: string | undefined): number[] => words(text).map((number) => Number.parseInt(number, 36));
  const features = new FeatureSet(size, base?.features);
  const added = new FeatureSet(size, base?.added);
  const own = numbers(source.features);
  for (const feature of own) features.add(feature);
  for (const feature of numbers(source.added)) added.add(feature);
  const vendor = source.vendor ?? base?.vendor;
  return {
    name: source.name,
    ...(vendor !== undefined && { vendor }),
    signatures: source.signatures === undefined ? (base?.signatures ?? []) : parseSignatures(source.signatures),
    features,
    added,
    removed: [...(base?.removed ?? []), ...numbers(source.removed)],
    decodeHost: source.decode.includes('h'),
    decodeGuest: source.decode.includes('g'),
    compat: source.compat === true,
    ...(source.base !== undefined && own.length === 0 && { canonical: source.base }),
  };
}
