import { describe, expect, test } from '@jest/globals';
import { driverSuite } from '@virtweave/core-testkit';
import driver from '../src/index.ts';
import { Machine } from './support/machine.ts';
import { guestXml, URI } from './support/open.ts';

const report = await driverSuite({
  test,
  expect,
  driver,
  describe: (name, body) => describe(`on a pretended machine: ${name}`, body),
  sample: ({ name, uuid }) => guestXml(name, { uuid }).replace('<os>', '<vcpu>2</vcpu>\n  <os>').replace(/<disk.*<\/disk>/s, ''),
  place: () => ({ uri: URI, options: { host: new Machine() } }),
});

test('what is left out is named', () => {
  expect(report.tests.length).toBeGreaterThan(40);
  expect(report.leftOut.filter(({ because }) => !/^the driver has no|calls are not cheap/.test(because))).toEqual([]);
});
