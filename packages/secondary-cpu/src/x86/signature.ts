import type { CpuSignature } from '@virtweave/core-conf';

/** A family and model that a CPU model stands for, perhaps only some of its steppings. */
export interface SignaturePattern {
  readonly family: number;
  readonly model: number;
  /** First and last of each range. */
  readonly steppings?: readonly (readonly [number, number])[];
}

/** Reads `FAMILY:MODEL[:STEPPINGS]`, separated by blanks; steppings are a list of numbers and ranges. */
export function parseSignatures(text: string): SignaturePattern[] {
  return text.split(' ').map((each) => {
    const [family, model, steppings] = each.split(':');
    const pattern = { family: Number(family), model: Number(model) };
    if (steppings === undefined) return pattern;
    const ranges = steppings.split(',').map((range) => {
      const [first, last = first] = range.split('-').map(Number) as [number, number?];
      return [first, last] as const;
    });
    return { ...pattern, steppings: ranges };
  });
}

export function signatureMatches(patterns: readonly SignaturePattern[], signature: CpuSignature): boolean {
  return patterns.some(
    ({ family, model, steppings }) =>
      family === signature.family &&
      model === signature.model &&
      (steppings === undefined ||
        steppings.some(([first, last]) => signature.stepping >= first && signature.stepping <= last)),
  );
}

/** Family, model and stepping in EAX of leaf 1, with the extensions that both vendors have. */
export function unpackSignature(eax: number): CpuSignature {
  const base = (eax >>> 8) & 0xf;
  return {
    family: base === 0xf ? base + ((eax >>> 20) & 0xff) : base,
    model: base === 0x6 || base === 0xf ? (((eax >>> 16) & 0xf) << 4) | ((eax >>> 4) & 0xf) : (eax >>> 4) & 0xf,
    stepping: eax & 0xf,
  };
}

/** The reverse of {@link unpackSignature}. */
export function packSignature({ family, model, stepping }: CpuSignature): number {
  const base = Math.min(family, 0xf);
  return (
    ((family - base) << 20) | ((model >>> 4) << 16) | (base << 8) | ((model & 0xf) << 4) | (stepping & 0xf)
  ) >>> 0;
}
