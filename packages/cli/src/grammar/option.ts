/**
 * What an option of a command takes.
 *
 * - `flag`: nothing; it is there or it is not
 * - `text`, `number`: one value
 * - `rest`: any number of values, and everything that no other option wanted
 * - `alias`: another name of `of`
 */
export interface Option {
  readonly kind: 'flag' | 'text' | 'number' | 'rest' | 'alias';
  /** One line for `help`. */
  readonly help: string;
  /** The command is refused without it. */
  readonly required?: boolean;
  /**
   * Its value may stand without its name. `quietly`: it may, since scripts written for older versions rely on it, but help
   * shows its name.
   */
  readonly positional?: boolean | 'quietly';
  /** A value of no characters is a value. */
  readonly mayBeEmpty?: boolean;
  /** Gives what may be typed here; names as in `completion/completers.ts`. */
  readonly complete?: string;
  /** Of an alias: the option's name, or that and a value: `name=value`. */
  readonly of?: string;
}

export type Options = Readonly<Record<string, Option>>;

type More = Omit<Option, 'kind' | 'help'>;

export type FlagOption = Option & { readonly kind: 'flag' };
export type TextOption = Option & { readonly kind: 'text' };
export type NumberOption = Option & { readonly kind: 'number' };
export type RestOption = Option & { readonly kind: 'rest' };

/** `--all` */
export const flag = (help: string, more?: More): FlagOption => ({ kind: 'flag', help, ...more });

/** `--target vda` */
export const text = (help: string, more?: More): TextOption => ({ kind: 'text', help, ...more });

/** `--count 2` */
export const number = (help: string, more?: More): NumberOption => ({ kind: 'number', help, ...more });

/** `--diskspec vda --diskspec vdb`, or `vda vdb` at the end */
export const rest = (help: string, more?: More): RestOption => ({ kind: 'rest', help, ...more });

/** Another name of an option, perhaps with a value: `alias('string=hello')`. */
export const alias = (of: string): Option & { readonly kind: 'alias' } => ({ kind: 'alias', help: '', of });

/** What a positional, required value is: the first argument of most commands. */
export const needed: More = { required: true, positional: true };

/** Stands without its name, or is left out. */
export const optional: More = { positional: true };
