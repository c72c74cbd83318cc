import { CommandError } from '../errors.ts';
import type { Option, Options } from './option.ts';

type Named<O extends Options, K extends Option['kind']> = {
  [N in keyof O]: O[N]['kind'] extends K ? N : never;
}[keyof O] &
  string;

/** The arguments of a command whose options the reader does not know all of. Names are checked when they are asked for. */
export interface AnyArgs {
  has(name: string): boolean;
  flag(name: string): boolean;
  text(name: string): string | undefined;
  needed(name: string): string;
  rest(name: string): readonly string[];
}

/** The arguments of one command, as they were written. Values are looked at when they are asked for. */
export class Args<O extends Options = Options> {
  readonly #values: ReadonlyMap<string, readonly string[]>;
  readonly #options: O;

  constructor(options: O, values: ReadonlyMap<string, readonly string[]>) {
    this.#options = options;
    this.#values = values;
  }

  /** Was it there? */
  has(name: keyof O & string): boolean {
    return this.#values.has(name);
  }

  flag(name: Named<O, 'flag'>): boolean {
    return this.#values.has(name);
  }

  /** @throws CommandError if it is empty, and may not be */
  text(name: Named<O, 'text' | 'number'>): string | undefined {
    const value = this.#values.get(name)?.[0];
    if (value === '' && !this.#options[name]?.mayBeEmpty) {
      throw new CommandError(`Failed to get option '${name}': Option argument is empty`);
    }
    return value;
  }

  /** Of an option that is required: the parser has seen to it. */
  needed(name: Named<O, 'text' | 'number'>): string {
    return this.text(name) ?? '';
  }

  rest(name: Named<O, 'rest'>): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** An integer, by default of 32 bits with its sign. */
  int(name: Named<O, 'text' | 'number'>, { min = -(2 ** 31), max = 2 ** 31 - 1 }: { min?: number; max?: number } = {}): number | undefined {
    const value = this.#integer(name, BigInt(min), BigInt(max));
    return value === undefined ? undefined : Number(value);
  }

  uint(name: Named<O, 'text' | 'number'>): number | undefined {
    return this.int(name, { min: 0, max: 2 ** 32 - 1 });
  }

  long(name: Named<O, 'text' | 'number'>): bigint | undefined {
    return this.#integer(name, -(2n ** 63n), 2n ** 63n - 1n);
  }

  ulong(name: Named<O, 'text' | 'number'>): bigint | undefined {
    return this.#integer(name, 0n, 2n ** 64n - 1n);
  }

  /**
   * A size with an optional unit (`512MiB`, `2G`, `1000`).
   *
   * @param scale bytes of a number without unit
   * @returns bytes
   */
  bytes(name: Named<O, 'text' | 'number'>, scale: number, max: bigint = 2n ** 64n - 1n): bigint | undefined {
    const written = this.text(name);
    if (written === undefined) return undefined;
    const value = bytesOf(written, scale);
    if (value === undefined || value > max) {
      throw new CommandError(`Scaled numeric value '${written}' for <${name}> option is malformed or out of range`);
    }
    return value;
  }

  #integer(name: Named<O, 'text' | 'number'>, min: bigint, max: bigint): bigint | undefined {
    const written = this.text(name);
    if (written === undefined) return undefined;
    const value = /^\s*[+-]?\d+$/.test(written) ? BigInt(written.trim().replace(/^\+/, '')) : undefined;
    if (value === undefined || value < min || value > max) throw malformed(name, written);
    return value;
  }
}

export const malformed = (name: string, value: string): CommandError =>
  new CommandError(`Numeric value '${value}' for <${name}> option is malformed or out of range`);

/** Bytes of a size with an optional unit; nothing if it is none. */
export function bytesOf(written: string, scale: number): bigint | undefined {
  const match = /^\s*\+?(\d+)([A-Za-z]*)$/.exec(written);
  const factor = match ? unit(match[2] as string, scale) : undefined;
  return match && factor !== undefined ? BigInt(match[1] as string) * factor : undefined;
}

const powers = 'kmgtpe';

/** `k` and `KiB` are 1024, `KB` is 1000, `b` and `bytes` are one. */
function unit(suffix: string, scale: number): bigint | undefined {
  const name = suffix.toLowerCase();
  if (name === '') return BigInt(scale);
  if (name === 'b' || name === 'byte' || name === 'bytes') return 1n;
  const power = powers.indexOf(name.charAt(0)) + 1;
  if (power === 0) return undefined;
  if (name.length === 1 || name.slice(1) === 'ib') return 1024n ** BigInt(power);
  return name.slice(1) === 'b' ? 1000n ** BigInt(power) : undefined;
}
