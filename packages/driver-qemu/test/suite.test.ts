import { describe, expect, test } from '@jest/globals';
import { driverSuite } from '@virtweave/core-testkit';
import driver from '../src/index.ts';
import { Machine } from './support/machine.ts';
import { guestXml, URI } from './support/open.ts';

let current: Machine | undefined;

const report = await driverSuite({
  test,
  expect,
  driver,
  describe: (name, body) => describe(`on a pretended machine: ${name}`, body),
  sample({ name, uuid }) {
    // Each has an image of its own, in which there can be snapshots.
    const disk = `/images/${uuid}.qcow2`;
    current?.put(disk, 'disk');
    return guestXml(name, { uuid, disk }).replace('<os>', '<vcpu>2</vcpu>\n  <os>').replace("type='raw'", "type='qcow2'");
  },
  place() {
    current = new Machine({}, [{ program: 'qemu-img', times: Infinity }]);
    return { uri: URI, options: { host: current } };
  },
});

test('what is left out is named', () => {
  expect(report.tests.length).toBeGreaterThan(40);
  expect(report.leftOut.filter(({ because }) => !/^the driver has no|calls are not cheap/.test(because))).toEqual([]);
});
