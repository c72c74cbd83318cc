/** What counters of the pretended guests show: numbers that grow with the clock. */
export interface Clock {
  readonly seconds: bigint;
  readonly micros: bigint;
}

export function clock(): Clock {
  const micros = BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000));
  return { seconds: micros / 1_000_000n, micros };
}
