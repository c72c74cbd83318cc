import { expect, test } from '@jest/globals';
import { followMutations } from '../test/image/mutate.ts';

const scale = Number(process.env['ENDURANCE_SCALE'] ?? 1);
const seed = Number(process.env['ENDURANCE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

test('300,000 chains of mutated images end in a value or one VirtError, with bounded reads of files that they name', async () => {
  const count = Math.ceil(300_000 * scale);
  process.stdout.write(`images: ${count} chains, ENDURANCE_SEED=${seed}\n`);
  const { faults, deep } = await followMutations(count, seed);
  expect(faults).toEqual([]);
  expect(deep).toBeGreaterThan(0);
}, 1_800_000);
