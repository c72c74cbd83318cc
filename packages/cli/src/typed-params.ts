import type { TypedParam, TypedParams } from '@virtweave/core-api';

/** A value as virsh shows it. */
export function shownValue({ type, value }: TypedParam): string {
  if (type === 'double') return value.toFixed(6);
  return type === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

/** A list of parameters as virsh shows it: names padded to 15. */
export const paramLines = (params: TypedParams): string =>
  params.map((param) => `${param.name.padEnd(15)}: ${shownValue(param)}\n`).join('');
