/** A variable in a rule: `$MAC`, `$IP[2]` (its third value), `$PORT[@1]` (its values, counted by iterator 1). */
export interface FilterVariable {
  name: string;
  /** One value of the list, from 0. */
  index?: number;
  /** Lists with different iterators are combined, those with the same one go side by side. Default 0. */
  iterator?: number;
}

const written = /^\$([A-Za-z0-9_]*)(?:\[ *(@?) *([+-]?\d+) *\].*)?$/s;
const maxIterator = 1000;

/** Reads a variable; undefined when the text is none. */
export function parseFilterVariable(text: string): FilterVariable | undefined {
  const found = written.exec(text);
  if (found === null) return undefined;
  const [, name = '', at, digits] = found;
  if (digits === undefined) return { name };
  const number = Number(digits);
  if (Math.abs(number) > 0xffffffff) return undefined;
  // Negative numbers count down from the largest, as in C.
  const value = number < 0 ? number + 2 ** 32 : number;
  if (at !== '@') return { name, index: value };
  if (value > maxIterator) return undefined;
  return value === 0 ? { name } : { name, iterator: value };
}

/** Writes a variable: `$PORT[@1]`. */
export function formatFilterVariable({ name, index, iterator = 0 }: FilterVariable): string {
  if (index !== undefined) return `$${name}[${index}]`;
  return iterator === 0 ? `$${name}` : `$${name}[@${iterator}]`;
}
