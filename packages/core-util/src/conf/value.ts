/** A value of a configuration file (`virConfValue`). Its type is the stored one: whole numbers keep their sign's type. */
export type ConfValue =
  | { readonly type: 'llong'; readonly value: bigint }
  | { readonly type: 'ullong'; readonly value: bigint }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'list'; readonly value: readonly ConfValue[] };

/** One line of a configuration file: a setting, a comment, or a setting with a comment. */
export interface ConfEntry {
  readonly name?: string | undefined;
  readonly value?: ConfValue | undefined;
  /** What follows the `#`, as written. */
  readonly comment?: string | undefined;
}

/** What {@link confValue} takes. */
export type ConfInput = string | number | bigint | boolean | readonly ConfInput[];

/** Makes a value from a plain one: booleans become 0 and 1, negative numbers `llong`. */
export function confValue(input: ConfInput): ConfValue {
  if (typeof input === 'string') return { type: 'string', value: input };
  if (typeof input === 'object') return { type: 'list', value: input.map(confValue) };
  const value = BigInt(input);
  return { type: value < 0n ? 'llong' : 'ullong', value };
}
