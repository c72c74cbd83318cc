import type { CpuData, CpuidLeaf } from '@virtweave/core-api';
import type { CpuSignature } from '@virtweave/core-conf';
import { FeatureSet } from './feature-set.ts';
import type { X86Map } from './map.ts';
import { packSignature, unpackSignature } from './signature.ts';

/** What the data of a processor say, as far as the map knows it. */
export interface X86Data {
  readonly features: FeatureSet;
  /** Name in the map. */
  readonly vendor?: string | undefined;
  readonly signature?: CpuSignature | undefined;
}

/** Reads CPUID leaves and MSRs. */
export function readX86Data(map: X86Map, { cpuid = [], msrs = [] }: CpuData): X86Data {
  const features = new FeatureSet(map.features.length);
  const take = (word: string, value: number): void => {
    for (let rest = value >>> 0; rest !== 0; rest = (rest & (rest - 1)) >>> 0) {
      const feature = map.byBit.get(`${word}:${31 - Math.clz32(rest & -rest)}`);
      if (feature !== undefined) features.add(feature);
    }
  };
  let vendor: string | undefined;
  let signature: CpuSignature | undefined;
  for (const leaf of cpuid) {
    const place = `${leaf.leaf.toString(16)}.${leaf.subleaf.toString(16)}`;
    for (const register of ['eax', 'ebx', 'ecx', 'edx'] as const) take(`${place}.${register}`, leaf[register]);
    if (leaf.leaf === 0) vendor = map.vendors.find(({ string }) => string === vendorString(leaf))?.name;
    if (leaf.leaf === 1 && leaf.eax !== 0) signature = unpackSignature(leaf.eax);
  }
  for (const { index, value } of msrs) {
    take(`msr:${index.toString(16)}.eax`, Number(value & 0xffffffffn));
    take(`msr:${index.toString(16)}.edx`, Number(value >> 32n));
  }
  return { features, vendor, signature };
}

/** Writes CPUID leaves and MSRs, ascending. */
export function writeX86Data(map: X86Map, { features, vendor, signature }: X86Data): CpuData {
  const leaves = new Map<string, { -readonly [K in keyof CpuidLeaf]: CpuidLeaf[K] }>();
  const msrs = new Map<number, bigint>();
  const leafOf = (leaf: number, subleaf: number): { -readonly [K in keyof CpuidLeaf]: CpuidLeaf[K] } => {
    const key = `${leaf}.${subleaf}`;
    let found = leaves.get(key);
    if (found === undefined) leaves.set(key, (found = { leaf, subleaf, eax: 0, ebx: 0, ecx: 0, edx: 0 }));
    return found;
  };
  const string = map.vendors.find(({ name }) => name === vendor)?.string;
  if (string !== undefined) {
    const bytes = Buffer.from(string, 'latin1');
    Object.assign(leafOf(0, 0), { ebx: bytes.readUInt32LE(0), edx: bytes.readUInt32LE(4), ecx: bytes.readUInt32LE(8) });
  }
  if (signature !== undefined) leafOf(1, 0).eax = packSignature(signature);
  for (const feature of features) {
    const { word = '', bit = 0 } = map.features[feature] ?? {};
    const [place = '', ...rest] = word.split('.');
    if (place.startsWith('msr:')) {
      const index = Number.parseInt(place.slice(4), 16);
      msrs.set(index, (msrs.get(index) ?? 0n) | (1n << BigInt(rest[0] === 'edx' ? bit + 32 : bit)));
    } else {
      const leaf = leafOf(Number.parseInt(place, 16), Number.parseInt(rest[0] ?? '0', 16));
      const register = rest[1] as 'eax' | 'ebx' | 'ecx' | 'edx';
      leaf[register] = (leaf[register] | (1 << bit)) >>> 0;
    }
  }
  return {
    arch: 'x86',
    cpuid: [...leaves.values()].sort((a, b) => a.leaf - b.leaf || a.subleaf - b.subleaf),
    ...(msrs.size > 0 && {
      msrs: [...msrs].sort(([a], [b]) => a - b).map(([index, value]) => ({ index, value })),
    }),
  };
}

function vendorString({ ebx, ecx, edx }: CpuidLeaf): string {
  const bytes = Buffer.alloc(12);
  for (const [position, value] of [ebx, edx, ecx].entries()) bytes.writeUInt32LE(value >>> 0, position * 4);
  return bytes.toString('latin1');
}
