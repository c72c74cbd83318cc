/** The table of x86 as `npm run generate` writes it: compact, unpacked by `x86/map.ts` on first use. */
export interface X86MapSource {
  readonly vendors: readonly { readonly name: string; readonly string: string }[];
  /** Names of features that a migratable guest must not have. */
  readonly notMigratable: string;
  /** `OTHER=NAME`: what QEMU or Linux calls features. */
  readonly aliases: string;
  /** `LEAF.SUBLEAF.REGISTER name name@BIT ...`: a name without a bit has the one after the last. */
  readonly features: string;
  readonly models: readonly X86ModelSource[];
}

export interface X86ModelSource {
  readonly name: string;
  /** The model whose features it has, too. */
  readonly base?: string;
  readonly vendor?: string;
  /** `h`: may be the answer for a host; `g`: for a guest. */
  readonly decode: string;
  /** A partial check compares it with the host's CPU; without it QEMU's word is taken. */
  readonly compat?: boolean;
  /** `FAMILY:MODEL[:STEPPINGS]`, separated by blanks. */
  readonly signatures?: string;
  /** Numbers of features, base 36. */
  readonly features?: string;
  /** Features that the model got after it was first published. */
  readonly added?: string;
  /** Features that were taken from it after it was first published. */
  readonly removed?: string;
}

export interface PvrModel {
  readonly name: string;
  readonly vendor: string;
  readonly pvr: readonly { readonly value: number; readonly mask?: number }[];
}

export interface Ppc64MapSource {
  readonly vendors: readonly string[];
  readonly models: readonly PvrModel[];
}

export interface ArmMapSource {
  readonly vendors: readonly { readonly name: string; readonly value: number }[];
  readonly features: string;
  readonly models: readonly PvrModel[];
}
