import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { decodeFileName, encodeFileName } from '../../src/index.ts';

test.each([
  ['web', 'web.xml'],
  ['web-1.example_2+x@y', 'web-1.example_2+x@y.xml'],
  ['my guest (old)', 'my guest (old).xml'],
  ['büro', 'büro.xml'],
  ['サーバー', 'サーバー.xml'],
  ['.', '%2E.xml'],
  ['..', '%2E..xml'],
  ['../../etc/passwd', '%2E.%2F..%2Fetc%2Fpasswd.xml'],
  ['.hidden', '%2Ehidden.xml'],
  ['a/b', 'a%2Fb.xml'],
  ['a\\b', 'a%5Cb.xml'],
  ['a\0b', 'a%00b.xml'],
  ['a\nb', 'a%0Ab.xml'],
  ['50%', '50%25.xml'],
  ['%2F', '%252F.xml'],
  ['$(reboot)`', '%24(reboot)%60.xml'],
  ['bu\u0308ro', 'bu%CC%88ro.xml'],
  ['\u212B', '%E2%84%AB.xml'],
  ['👻', '%F0%9F%91%BB.xml'],
])('%j', (name, file) => {
  expect(encodeFileName(name, '.xml')).toBe(file);
  expect(decodeFileName(file, '.xml')).toBe(name);
});

describe('refused', () => {
  test.each(['', 'a\uD800', '\uDC00b', 'x'.repeat(252), 'ü'.repeat(126), '/'.repeat(84)])('%j', (name) => {
    expect(() => encodeFileName(name, '.xml')).toThrow(expect.objectContaining({ code: 'VIR_ERR_INVALID_ARG' }));
  });
});

test('the longest names are those that the file system takes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'file-name-'));
  try {
    for (const name of ['x'.repeat(251), 'ü'.repeat(125), '/'.repeat(83)]) writeFileSync(join(folder, encodeFileName(name, '.xml')), '');
    expect(readdirSync(folder)).toHaveLength(3);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each(['web', 'a%2fb.xml', 'a%2.xml', 'a%FF.xml', '.xml', '.hidden.xml', 'web.xml.damaged', 'a%41.xml', 'a\0.xml'])(
  'not a file of ours: %j',
  (file) => {
    expect(decodeFileName(file, '.xml')).toBeUndefined();
  },
);

test('any name gets a file of its own, in the folder', () => {
  const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 });
  const mean = fc.array(fc.constantFrom('.', '/', '..', '%', '2', 'F', '\0', 'a', 'ü', 'u\u0308', ' '), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(fc.oneof(name, mean.map((parts) => parts.join(''))), (text) => {
      const file = encodeFileName(text, '.xml');
      expect(basename(resolve('/state', file))).toBe(file);
      expect(resolve('/state', file)).toBe(`/state/${file}`);
      expect(file.startsWith('.')).toBe(false);
      expect(decodeFileName(file, '.xml')).toBe(text);
      expect(file.normalize('NFC')).toBe(file);
    }),
    { numRuns: 500 },
  );
});
