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
