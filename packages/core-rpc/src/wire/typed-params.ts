import type { TypedParam as WireParam } from '../protocol/types.generated.ts';
import { rpcError } from './rpc-error.ts';

/** A typed parameter in the form of core-api's contract. */
export type Param =
  | { readonly name: string; readonly type: 'int' | 'uint' | 'double'; readonly value: number }
  | { readonly name: string; readonly type: 'llong' | 'ullong'; readonly value: bigint }
  | { readonly name: string; readonly type: 'boolean'; readonly value: boolean }
  | { readonly name: string; readonly type: 'string'; readonly value: string };

/** Typed parameters as the protocol's structs have them. */
export function paramsToWire(params: readonly Param[]): readonly WireParam[] {
  return params.map(paramToWire);
}

function paramToWire(param: Param): WireParam {
  const { name: field } = param;
  switch (param.type) {
    case 'int':
      return { field, value: { type: 1, value: param.value } };
    case 'uint':
      return { field, value: { type: 2, value: param.value } };
    case 'llong':
      return { field, value: { type: 3, value: param.value } };
    case 'ullong':
      return { field, value: { type: 4, value: param.value } };
    case 'double':
      return { field, value: { type: 5, value: param.value } };
    case 'boolean':
      return { field, value: { type: 6, value: param.value ? 1 : 0 } };
    case 'string':
      return { field, value: { type: 7, value: param.value } };
    default:
      throw rpcError(`typed parameter ${JSON.stringify(field)} has the unknown type ${String((param as Param).type)}`);
  }
}

/** The protocol's typed parameters in the form of the contract. */
export function paramsFromWire(params: readonly WireParam[]): readonly Param[] {
  return params.map(paramFromWire);
}

function paramFromWire({ field: name, value }: WireParam): Param {
  switch (value.type) {
    case 1:
      return { name, type: 'int', value: value.value };
    case 2:
      return { name, type: 'uint', value: value.value };
    case 3:
      return { name, type: 'llong', value: value.value };
    case 4:
      return { name, type: 'ullong', value: value.value };
    case 5:
      return { name, type: 'double', value: value.value };
    case 6:
      return { name, type: 'boolean', value: value.value !== 0 };
    case 7:
      return { name, type: 'string', value: value.value };
  }
}
