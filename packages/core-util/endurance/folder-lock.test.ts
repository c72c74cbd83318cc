import { expect, test } from '@jest/globals';
import { takeOvers } from '../test/support/take-overs.ts';

const scale = Number(process.env['ENDURANCE_SCALE'] ?? 1);
const wanted = Math.max(1, Math.round(2000 * scale));
const seed = Number(process.env['ENDURANCE_SEED'] ?? Date.now() % 2 ** 31);

test(`8 processes, ${wanted} take-overs, never two owners (seed ${seed})`, async () => {
  const result = await takeOvers({ processes: 8, takeOvers: wanted, seed });
  expect(result).toMatchObject({ violations: [], holdersAtEnd: 1 });
  expect(result.takeOvers).toBeGreaterThanOrEqual(wanted);
  expect(result.handOvers).toBeGreaterThan(0);
}, 60_000 + wanted * 1000);
