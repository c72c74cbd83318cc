import { describe, expect, test } from '@jest/globals';
import { documentFormats } from '../src/index.ts';
import { documentsRoundTrip, jsonLosesNothing } from '../test/support/document-properties.ts';

const scale = Number(process.env['ENDURANCE_SCALE'] ?? 1);
const seed = Number(process.env['ENDURANCE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const numRuns = Math.ceil(5000 * scale);

describe(`${numRuns} random objects of each format (ENDURANCE_SEED=${seed})`, () => {
  test.each(documentFormats)('%s: object -> JSON -> object loses nothing', (format) => {
    jsonLosesNothing(format, { numRuns, seed });
  });

  test.each(documentFormats)('%s: parse(format(x)) = x, and format is a fixed point', (format) => {
    expect(documentsRoundTrip(format, { numRuns, seed })).toBeGreaterThan(0);
  });
});
