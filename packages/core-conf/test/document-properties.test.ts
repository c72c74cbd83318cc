import { describe, expect, test } from '@jest/globals';
import { documentFormats } from '../src/index.ts';
import { documentsRoundTrip, jsonLosesNothing } from './support/document-properties.ts';

/** The same objects in every run, so that a change is judged by itself; `SEED=<number>` tries others, the endurance test many. */
const sample = { numRuns: 60, seed: Number(process.env['SEED'] ?? 20) };

describe.each(documentFormats)('%s', (format) => {
  test('object -> JSON -> object loses nothing', () => {
    jsonLosesNothing(format, sample);
  });

  test('parse(format(x)) = x, and format is a fixed point', () => {
    expect(documentsRoundTrip(format, sample)).toBeGreaterThan(0);
  });
});
