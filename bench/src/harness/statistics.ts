/** The middle one of some samples; the mean of the two in the middle of an even number. */
export function median(samples: readonly number[]): number {
  if (samples.length === 0) throw new RangeError('no samples');
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

export function sum(samples: readonly number[]): number {
  return samples.reduce((total, sample) => total + sample, 0);
}

/** The samples divided pair by pair: what interleaved rounds have to say, since both of a pair met the same weather. */
export function ratios(ours: readonly number[], others: readonly number[]): number[] {
  return ours.map((sample, at) => sample / (others[at] as number));
}
