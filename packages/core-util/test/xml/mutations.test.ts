import { expect, test } from '@jest/globals';
import { compare, documents, oracle, ours } from './mutate.ts';

test('documents as they are read as saxes reads them', () => {
  for (const document of documents().slice(0, 60)) expect(ours(document)).toEqual(oracle(document));
});

test('2,000 random mutations are accepted or refused, and read, as by saxes', () => {
  const { accepted, disagreements } = compare(2000, 20_261_122);
  expect(disagreements.slice(0, 3)).toEqual([]);
  expect(accepted).toBeGreaterThan(100);
  expect(accepted).toBeLessThan(1900);
});
