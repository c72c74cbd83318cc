import { expect, test } from '@jest/globals';
import { compare, documents, everyFormat, oracle, ours } from './mutate.ts';

test('documents as they are read as saxes reads them', () => {
  for (const document of documents().slice(0, 90)) expect(ours(document)).toEqual(oracle(document));
});

test('2,000 random mutations are accepted or refused, and read, as by saxes', () => {
  const { accepted, disagreements } = compare(2000, 20_261_122);
  expect(disagreements.slice(0, 3)).toEqual([]);
  expect(accepted).toBeGreaterThan(100);
  expect(accepted).toBeLessThan(1900);
});

test('2,000 random mutations of documents of every format are accepted or refused, and read, as by saxes', () => {
  const originals = everyFormat();
  // They are part of the repository: an empty folder would make this test pass for nothing.
  expect(originals.length).toBeGreaterThan(20);
  const { accepted, disagreements } = compare(2000, 20_261_122, originals);
  expect(disagreements.slice(0, 3)).toEqual([]);
  expect(accepted).toBeGreaterThan(100);
  expect(accepted).toBeLessThan(1900);
});
