/**
 * Combines flags. The result is never negative: bit 31 stays 2147483648, where `|` alone would give -2147483648.
 *
 * ```ts
 * flags(DomainCreateFlags.VIR_DOMAIN_START_PAUSED, DomainCreateFlags.VIR_DOMAIN_START_VALIDATE); // 17
 * ```
 */
export function flags(...values: readonly number[]): number {
  let all = 0;
  for (const value of values) all |= value;
  return all >>> 0;
}

/** Is it a set of flags: 32 bits, not negative? */
export function isFlagWord(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff;
}

/** What an error says of a value that is no set of flags. */
export function flagWordRule(value: unknown): string {
  const hint = typeof value === 'number' && value < 0 ? ': combine flags by flags(), since | makes bit 31 negative' : '';
  return `must be an integer of 32 bits, not ${String(value)}${hint}`;
}
