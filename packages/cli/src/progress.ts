import type { Shell } from './shell.ts';

/** Whole percents; 100 only when nothing remains. */
export function percentDone(remaining: bigint, total: bigint): number {
  if (remaining === 0n) return 100;
  return total === 0n ? 0 : Math.min(99, Math.floor(Number(((total - remaining) * 100n) / total)));
}

/** `Block Pull: [ 12 %]`, over what was shown before. */
export function showProgress(shell: Shell, what: string, remaining: bigint, total: bigint): void {
  shell.progress(`${what}: [${String(percentDone(remaining, total)).padStart(3)} %]`);
}
