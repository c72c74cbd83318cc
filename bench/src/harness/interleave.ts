/** Gives one sample. */
export type Side = () => number | Promise<number>;

/**
 * Runs the sides in turn, `rounds` times, and gives the samples of each. Which side begins changes from round to round, so
 * that none always runs in the other's wake.
 */
export async function interleave<N extends string>(
  sides: Readonly<Record<N, Side>>,
  rounds: number,
  warmUps = 1,
): Promise<Record<N, number[]>> {
  const names = Object.keys(sides) as N[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<N, number[]>;
  for (let round = -warmUps; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + Math.max(0, round)) % names.length] as N;
      const sample = await sides[name]();
      if (round >= 0) samples[name].push(sample);
    }
  }
  return samples;
}

/** Milliseconds that something takes. */
export async function milliseconds(work: () => unknown): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}
