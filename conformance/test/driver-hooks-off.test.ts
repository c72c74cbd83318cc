import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { formatDomain, parseDomain } from '@virtweave/core-conf';
import { Corpus } from '../src/corpus.ts';
import { rearranged } from '../src/rearrange.ts';

const corpus = new Corpus(fileURLToPath(new URL('../../../shared/conformance', import.meta.url)));
const name = 'qemu-xml2xml';
const present = existsSync(corpus.path(name, 'manifest.json'));

function texts(key: 'input' | 'expected'): Map<string, string> {
  const paths = corpus.suite(name).cases.map((one) => one[key]).filter((path) => typeof path === 'string');
  return new Map(paths.map((path) => [path, readFileSync(corpus.path(name, path), 'utf8')]));
}

// What the QEMU driver adds are defaults and checks: the documents themselves are core-conf's.
(present ? test : test.skip)(`${name} without the driver's hooks${present ? '' : ' (there is no corpus here)'}`, () => {
  const faults: string[] = [];
  const attempt = (path: string, work: () => string | undefined): void => {
    try {
      const fault = work();
      if (fault !== undefined) faults.push(`${path}: ${fault}`);
    } catch (error) {
      faults.push(`${path}: ${String(error)}`);
    }
  };
  // A model that only the driver can choose is missed by the checks.
  for (const [path, text] of texts('input')) attempt(path, () => void parseDomain(text, { skipValidation: true }));
  const expected = texts('expected');
  for (const [path, text] of expected) {
    const written = (xml: string): string => formatDomain(parseDomain(xml), { secure: true });
    attempt(path, () => (written(text) === text ? undefined : 'is written otherwise'));
    attempt(path, () => (written(rearranged(text, 1)) === text ? undefined : 'in other clothes is written otherwise'));
  }
  expect(faults.slice(0, 5)).toEqual([]);
  expect(expected.size).toBeGreaterThan(500);
});
