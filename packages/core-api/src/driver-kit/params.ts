import { VirtError } from '@virtweave/core-util/errors';
import type { TypedParam, TypedParamValues, TypedParams } from '../contract/typed-params.ts';

/**
 * Collects typed parameters in order. A value that does not fit its type is a `VIR_ERR_OVERFLOW`.
 *
 * ```ts
 * new ParamList().ullong('cpu.time', 12n).uint('vcpu.current', 2).list
 * ```
 */
export class ParamList {
  readonly list: TypedParam[] = [];

  int(name: string, value: number): this {
    return this.#number(name, 'int', value, -0x8000_0000, 0x7fff_ffff);
  }

  uint(name: string, value: number): this {
    return this.#number(name, 'uint', value, 0, 0xffff_ffff);
  }

  llong(name: string, value: bigint): this {
    return this.#wide(name, 'llong', value, -(2n ** 63n), 2n ** 63n - 1n);
  }

  ullong(name: string, value: bigint): this {
    return this.#wide(name, 'ullong', value, 0n, 2n ** 64n - 1n);
  }

  double(name: string, value: number): this {
    this.list.push({ name, type: 'double', value });
    return this;
  }

  boolean(name: string, value: boolean): this {
    this.list.push({ name, type: 'boolean', value });
    return this;
  }

  string(name: string, value: string): this {
    this.list.push({ name, type: 'string', value });
    return this;
  }

  #number(name: string, type: 'int' | 'uint', value: number, low: number, high: number): this {
    if (!Number.isInteger(value) || value < low || value > high) throw overflow(name, type, value);
    this.list.push({ name, type, value });
    return this;
  }

  #wide(name: string, type: 'llong' | 'ullong', value: bigint, low: bigint, high: bigint): this {
    if (value < low || value > high) throw overflow(name, type, value);
    this.list.push({ name, type, value });
    return this;
  }
}

function overflow(name: string, type: string, value: number | bigint): VirtError {
  return new VirtError('VIR_ERR_OVERFLOW', `value ${value} of parameter '${name}' does not fit into ${type}`);
}

/** The first parameter of this name. */
export function findParam(params: TypedParams, name: string): TypedParam | undefined {
  return params.find((param) => param.name === name);
}

/** Value of a parameter that must have this type, or undefined when it is absent. */
export function paramValue<K extends keyof TypedParamValues>(
  params: TypedParams,
  name: string,
  type: K,
): TypedParamValues[K] | undefined {
  const param = findParam(params, name);
  if (param === undefined) return undefined;
  if (param.type !== type) throw wrongType(param, [type]);
  return param.value as TypedParamValues[K];
}

/** All values of a name that may come several times. */
export function stringValues(params: TypedParams, name: string): readonly string[] {
  return params.flatMap((param) => (param.name === name && param.type === 'string' ? [param.value] : []));
}

/** What a member takes: type by name, `*` after the type when it may come several times. */
export type ParamSpec = Readonly<Record<string, TypedParam['type'] | `${TypedParam['type']}*`>>;

/** Refuses what a member does not take, in libvirt's words. */
export function checkParams(params: TypedParams, spec: ParamSpec): void {
  const seen = new Set<string>();
  for (const param of params) {
    const expected = Object.hasOwn(spec, param.name) ? spec[param.name] : undefined;
    if (expected === undefined)
      throw new VirtError('VIR_ERR_ARGUMENT_UNSUPPORTED', `parameter '${param.name}' not supported`);
    const multiple = expected.endsWith('*');
    const type = multiple ? expected.slice(0, -1) : expected;
    if (seen.has(param.name) && !multiple)
      throw new VirtError('VIR_ERR_INVALID_ARG', `parameter '${param.name}' occurs multiple times`);
    if (param.type !== type) throw wrongType(param, [type]);
    seen.add(param.name);
  }
}

function wrongType(param: TypedParam, expected: readonly string[]): VirtError {
  return new VirtError(
    'VIR_ERR_INVALID_ARG',
    `invalid type '${param.type}' for parameter '${param.name}', expected '${expected.join("' or '")}'`,
  );
}
