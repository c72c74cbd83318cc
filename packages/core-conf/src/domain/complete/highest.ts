/** The highest of the numbers, -1 when there are none. A list may be longer than the arguments of a function. */
export function highest<T>(list: readonly T[], of: (one: T) => number): number {
  return list.reduce((most, one) => Math.max(most, of(one)), -1);
}
