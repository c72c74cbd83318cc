import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { driverSuite } from '@virtweave/core-testkit';
import driver from '../src/index.ts';

let folder = '';

const { leftOut, tests } = await driverSuite({
  test,
  expect,
  driver,
  describe: (name, body) => describe(`storage: ${name}`, body),
  sample: () => {
    throw new Error('there are no guests here');
  },
  samples: {
    storagePool: ({ name, uuid }) => `<pool type='dir'>
  <name>${name}</name>
  <uuid>${uuid}</uuid>
  <target>
    <path>${folder}/pools/${name}</path>
  </target>
</pool>`,
  },
  place() {
    folder = mkdtempSync(join(tmpdir(), 'vw-storage-'));
    const place = folder;
    return { uri: `storage:///embed?root=${place}`, dispose: () => rmSync(place, { recursive: true }) };
  },
});

test('everything about pools and volumes was asked', () => {
  expect(leftOut.filter(({ test: name }) => name.startsWith('storage'))).toEqual([]);
  expect(tests.filter((name) => name.startsWith('storage')).length).toBeGreaterThanOrEqual(13);
});
