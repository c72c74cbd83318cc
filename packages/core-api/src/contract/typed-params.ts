/** What a value of each type is in JavaScript. */
export interface TypedParamValues {
  int: number;
  uint: number;
  llong: bigint;
  ullong: bigint;
  double: number;
  boolean: boolean;
  string: string;
}

/** One typed parameter (`virTypedParameter`). 64-bit values are bigint. */
export type TypedParam =
  | { readonly name: string; readonly type: 'int' | 'uint' | 'double'; readonly value: number }
  | { readonly name: string; readonly type: 'llong' | 'ullong'; readonly value: bigint }
  | { readonly name: string; readonly type: 'boolean'; readonly value: boolean }
  | { readonly name: string; readonly type: 'string'; readonly value: string };

/**
 * Typed parameters: a list, not a map, because their order is shown to users and a name may come several times
 * (`migrate_disks`). `@virtweave/core-api/driver-kit` has helpers to make and to look them up.
 */
export type TypedParams = readonly TypedParam[];
