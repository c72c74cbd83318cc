import { expect, test } from '@jest/globals';
import { compare, documents } from '../test/xml/mutate.ts';

const scale = Number(process.env['ENDURANCE_SCALE'] ?? 1);
const seed = Number(process.env['ENDURANCE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

test('45,000 random mutations of documents of every format are accepted or refused, and read, as by saxes', () => {
  const count = Math.ceil(45_000 * scale);
  process.stdout.write(`xml: ${count} mutations, ENDURANCE_SEED=${seed}\n`);
  const { accepted, disagreements } = compare(count, seed, documents('all'));
  expect(disagreements.slice(0, 3)).toEqual([]);
  expect(accepted).toBeGreaterThan(0);
}, 600_000);
