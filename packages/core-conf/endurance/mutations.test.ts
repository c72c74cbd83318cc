import { expect, test } from '@jest/globals';
import { tryMutations } from './watched.ts';

const scale = Number(process.env['ENDURANCE_SCALE'] ?? 1);
const seed = Number(process.env['ENDURANCE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const count = Math.ceil(1_000_000 * scale);

test(`${count} mutations of real documents end in a value, which can be written and read again, or in one VirtError`, async () => {
  process.stdout.write(`documents: ${count} mutations, ENDURANCE_SEED=${seed}\n`);
  const { values, refused, faults, heap } = await tryMutations({ seed, from: 0, to: count, limit: 250 });
  expect(faults.slice(0, 3)).toEqual([]);
  expect(refused).toBeGreaterThan(count / 10);
  // Each door lets some through.
  expect(Object.keys(values).length).toBeGreaterThan(25);
  expect(heap).toBeLessThan(500_000_000);
}, 7_200_000);
