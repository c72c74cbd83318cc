import type { TypedParams } from '@virtweave/core-api';
import { paramsToWire } from '@virtweave/core-rpc';

type WireParams = ReturnType<typeof paramsToWire>;

/** A list with its length; without the list when the client only counts. */
export function countedList<N extends string, T>(
  name: N,
  list: readonly T[],
  needed: boolean,
): { readonly ret: number } & Readonly<Record<N, readonly T[]>> {
  return { [name]: needed ? list : [], ret: list.length } as { ret: number } & Record<N, readonly T[]>;
}

/** Parameters with their number; without them when the client asked for none, which is how it asks for the number. */
export function countedParams<N extends string>(
  name: N,
  params: TypedParams,
  asked?: number,
): { readonly nparams: number } & Readonly<Record<N, WireParams>> {
  const shown = asked === undefined ? params : params.slice(0, asked);
  // As libvirtd: who gets them needs no number beside.
  const nparams = asked === 0 || asked === undefined ? params.length : 0;
  return { [name]: paramsToWire(shown), nparams } as { nparams: number } & Record<N, WireParams>;
}

const stringOkay = 4; // VIR_TYPED_PARAM_STRING_OKAY

/** What a client can read: texts among parameters are younger than the protocol, and have to be asked for. They count all the same. */
export function understood(params: TypedParams, flags: number, asked?: number): TypedParams {
  return asked !== 0 && (flags & stringOkay) === 0 ? params.filter(({ type }) => type !== 'string') : params;
}

/** Flags as the contract has them. */
export const withoutStrings = (flags: number): number => (flags & ~stringOkay) >>> 0;
