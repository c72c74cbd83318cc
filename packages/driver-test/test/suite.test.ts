import { describe, expect, test } from '@jest/globals';
import { connect } from '@virtweave/core-api';
import { driverSuite, FixtureHost, type SuiteRunner } from '@virtweave/core-testkit';
import driver from '../src/index.ts';
import { sample } from './sample.ts';

const runner: Omit<SuiteRunner, 'place'> = { test, expect, driver, sample, cheap: true };

const privateNode = await driverSuite({
  ...runner,
  describe: (name, body) => describe(`a node of one's own: ${name}`, body),
  shared: false,
  place: () => ({
    uri: 'test:///node.xml',
    options: { host: new FixtureHost({ files: { '/node.xml': '<node/>', '/proc/sys/kernel/hostname': 'box\n' } }) },
  }),
});

const sharedNode = await driverSuite({
  ...runner,
  describe: (name, body) => describe(`the shared node: ${name}`, body),
  async place() {
    // It lives as long as anybody is connected; its own guest makes room.
    const keeper = await connect('test:///default', { drivers: [driver] });
    const domain = await keeper.lookupByName('test');
    await domain.destroy();
    await domain.undefine();
    return { uri: 'test:///default', dispose: () => keeper.close() };
  },
});

test('nothing is left out but what needs shared guests, and what libvirt’s test driver has not either', () => {
  const absent = /^the driver has no (secret|connectSecret|nwfilter|networkPort|storageVol(Upload|Resize))/;
  expect(sharedNode.leftOut.filter(({ because }) => !absent.test(because))).toEqual([]);
  expect(new Set(privateNode.leftOut.map(({ because }) => because).filter((because) => !absent.test(because)))).toEqual(
    new Set(['each connection has guests of its own']),
  );
});
