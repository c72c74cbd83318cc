const made: string[] = [];

/** A string of `count` blanks. */
export function blanks(count: number): string {
  return (made[count] ??= ' '.repeat(count));
}
