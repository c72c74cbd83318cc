import { VirtError, type VirtErrorOptions } from '../errors/virt-error.ts';
import { readConf } from './read.ts';
import { confValue, type ConfEntry, type ConfInput, type ConfValue } from './value.ts';
import { writeConf } from './write.ts';

const int = { min: -(2n ** 31n), max: 2n ** 31n - 1n };
const uint = { min: 0n, max: 2n ** 32n - 1n };
const llong = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
const ullong = { min: 0n, max: 2n ** 64n - 1n };

/**
 * A configuration file in libvirt's syntax (`virConf`), such as `qemu.conf`. Comments and the order of settings are kept.
 *
 * The getters return undefined for an absent setting, and throw VIR_ERR_INTERNAL_ERROR (libvirt's choice), naming file
 * and setting, for one of another type or out of range.
 *
 * @example
 * ```ts
 * const conf = Conf.parse('max_queued = 16 # per client\nusers = ["qemu", "kvm"]\n', 'qemu.conf');
 * conf.getUInt('max_queued'); // 16
 * conf.set('max_queued', 32).toString(); // 'max_queued = 32 # per client\nusers = [ "qemu", "kvm" ]\n'
 * ```
 */
export class Conf {
  readonly filename: string;
  /** Settings and comments, in order. */
  readonly entries: readonly ConfEntry[];

  constructor(entries: readonly ConfEntry[] = [], filename: string = 'memory conf') {
    this.entries = entries;
    this.filename = filename;
  }

  /** @throws VirtError VIR_ERR_CONF_SYNTAX with file and line */
  static parse(text: string, filename: string = 'memory conf'): Conf {
    return new Conf(readConf(text, filename), filename);
  }

  toString(): string {
    return writeConf(this.entries);
  }

  /** The value as it is stored; of the first setting when the name occurs more than once. */
  get(name: string): ConfValue | undefined {
    return this.entries.find((entry) => entry.name === name)?.value;
  }

  /** With a setting changed where it stands, or added at the end. */
  set(name: string, input: ConfInput): Conf {
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) {
      throw new VirtError('VIR_ERR_INVALID_ARG', `'${name}' cannot be the name of a setting`, from);
    }
    const value = confValue(input);
    const at = this.entries.findIndex((entry) => entry.name === name);
    if (at < 0) return new Conf([...this.entries, { name, value }], this.filename);
    return new Conf(this.entries.map((entry, i) => (i === at ? { ...entry, value } : entry)), this.filename);
  }

  /** Without a setting and its comment. */
  delete(name: string): Conf {
    return new Conf(this.entries.filter((entry) => entry.name !== name), this.filename);
  }

  /** Names of all settings, in order, each once. */
  names(): string[] {
    return [...new Set(this.entries.flatMap(({ name }) => name ?? []))];
  }

  getString(name: string): string | undefined {
    const value = this.get(name);
    if (value === undefined || value.type === 'string') return value?.value;
    throw this.#wrong(`expected a string for '${name}' parameter`);
  }

  /** @param orString a single string is taken as a list of one */
  getStringList(name: string, orString: boolean = false): string[] | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    if (orString && value.type === 'string') return [value.value];
    if (value.type !== 'list') {
      throw this.#wrong(`expected a ${orString ? 'string or ' : ''}string list for '${name}' parameter`);
    }
    return value.value.map((item) => {
      if (item.type === 'string') return item.value;
      throw new VirtError('VIR_ERR_CONF_SYNTAX', `${this.filename}: expected a string list for '${name}' parameter`, from);
    });
  }

  /** 0 or 1. */
  getBool(name: string): boolean | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    if (value.type !== 'ullong') throw this.#wrong(`expected a bool for '${name}' parameter`);
    if (value.value > 1n) throw this.#wrong(`value for '${name}' parameter must be 0 or 1`);
    return value.value === 1n;
  }

  /** 32 bits with sign. */
  getInt(name: string): number | undefined {
    return toNumber(this.#integer(name, 'a signed', int));
  }

  /** 32 bits without sign. */
  getUInt(name: string): number | undefined {
    return toNumber(this.#integer(name, 'an unsigned', uint));
  }

  /** 64 bits with sign (also `ssize_t`). */
  getLLong(name: string): bigint | undefined {
    return this.#integer(name, 'a signed', llong);
  }

  /** 64 bits without sign (also `size_t`). */
  getULLong(name: string): bigint | undefined {
    return this.#integer(name, 'an unsigned', ullong);
  }

  #integer(name: string, kind: 'a signed' | 'an unsigned', { min, max }: typeof int): bigint | undefined {
    const stored = this.get(name);
    if (stored === undefined) return undefined;
    const signed = kind === 'a signed';
    if (stored.type !== 'ullong' && !(signed && stored.type === 'llong')) {
      throw this.#wrong(`expected ${kind} integer for '${name}' parameter`);
    }
    const { value } = stored;
    if (value < min || value > max) throw this.#wrong(`value for '${name}' parameter must be in range ${min}:${max}`);
    return value;
  }

  #wrong(what: string): VirtError {
    return new VirtError('VIR_ERR_INTERNAL_ERROR', `${this.filename}: ${what}`, from);
  }
}

const from: VirtErrorOptions = { domain: 'VIR_FROM_CONF' };

const toNumber = (value: bigint | undefined): number | undefined => (value === undefined ? undefined : Number(value));
