import type { TypedParam, TypedParams } from '@virtweave/core-api';
import { attempt } from './errors.ts';
import type { Shell } from './shell.ts';

/** A value as virsh shows it. */
export function shownValue({ type, value }: TypedParam): string {
  if (type === 'double') return value.toFixed(6);
  return type === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

/** A list of parameters as virsh shows it: names padded to 15. */
export const paramLines = (params: TypedParams): string =>
  params.map((param) => labelled(param.name, shownValue(param))).join('');

/** How a command that shows or changes parameters does both, and what it says when that fails. */
export interface Tuning {
  /** `memory parameters`: behind `Unable to change` and `Unable to get`. */
  readonly what: string;
  get(): Promise<TypedParams>;
  set(params: TypedParams): Promise<void>;
  /** By default {@link paramLines}. */
  show?(params: TypedParams): string;
}

/** Sets the parameters that were given, or shows those that there are when none was. */
export async function showOrChange(shell: Shell, given: TypedParams, tuning: Tuning): Promise<void> {
  if (given.length > 0) await attempt(tuning.set(given), `Unable to change ${tuning.what}`);
  else {
    const current = await attempt(tuning.get(), `Unable to get ${tuning.what}`);
    shell.print((tuning.show ?? paramLines)(current));
  }
}

/** One line as {@link paramLines} has it. */
export const labelled = (name: string, value: string): string => `${name.padEnd(15)}: ${value}\n`;
