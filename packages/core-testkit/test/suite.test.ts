import { describe, expect, test } from '@jest/globals';
import type { Driver, HypervisorDriver } from '@virtweave/core-api';
import { driverSuite, type SuiteReport, type SuiteRunner } from '../src/index.ts';
import { littleDriver, sample } from './little-driver.ts';

/** Runs the whole suite on a driver, and says which tests failed. */
async function failures(driver: Driver, more: Partial<SuiteRunner> = {}): Promise<readonly string[]> {
  const { failed } = await runSuite(driver, more);
  return failed;
}

async function runSuite(
  driver: Driver,
  more: Partial<SuiteRunner> = {},
): Promise<{ failed: readonly string[]; report: SuiteReport; names: readonly string[] }> {
  const tests: { name: string; run: () => Promise<void> }[] = [];
  const report = await driverSuite({
    driver,
    sample,
    shared: false,
    place: () => ({ uri: 'little:///' }),
    test: (name, run) => tests.push({ name, run }),
    ...more,
  });
  const failed: string[] = [];
  for (const { name, run } of tests) await run().catch(() => failed.push(name));
  return { failed, report, names: tests.map(({ name }) => name) };
}

/** What a driver of regular expressions cannot do. */
const beyond = /^documents: |unknown elements|fifty guests/;

describe('driverSuite', () => {
  test('asks only for what the driver has, and says what it left out and why', async () => {
    const { report, names } = await runSuite(littleDriver());
    expect(names).toEqual(report.tests);
    expect(names).toContain('definitions: a name of another guest is refused, and so is a UUID of another guest');
    expect(report.leftOut).toContainEqual({
      test: 'lists: filters by autostart',
      because: 'the driver has no domainSetAutostart',
    });
    expect(report.leftOut).toContainEqual({
      test: 'lists: what one connection defines, the other one lists',
      because: 'each connection has guests of its own',
    });
  });

  test('passes a good driver, with an expect of its own or with the one given', async () => {
    expect((await failures(littleDriver())).filter((name) => !beyond.test(name))).toEqual([]);
    expect((await failures(littleDriver(), { expect })).filter((name) => !beyond.test(name))).toEqual([]);
  });

  test('groups by describe, where there is one', async () => {
    const groups: string[] = [];
    const { names } = await runSuite(littleDriver(), { describe: (name, body) => (groups.push(name), body()) });
    expect(groups).toContain('definitions');
    expect(names).toContain('a name of another guest is refused, and so is a UUID of another guest');
  });

  test.each<[string, (members: Partial<HypervisorDriver>) => Partial<HypervisorDriver>, string]>([
    [
      'takes a name twice',
      (members) => ({ ...members, domainDefineXMLFlags: takeAll }),
      'definitions: a name of another guest is refused, and so is a UUID of another guest',
    ],
    [
      'forgets to undefine',
      (members) => ({ ...members, domainUndefineFlags: async () => undefined }),
      'many calls at once: fifty guests are defined, and undefined again',
    ],
    [
      'lists what nobody defined',
      (members) => ({ ...members, connectListAllDomains: async () => [{ name: 'ghost', uuid: 'x', id: 1 }] }),
      'connection: a fresh place has no guests',
    ],
    [
      'answers look-ups with the wrong code',
      (members) => ({ ...members, domainLookupByName: () => Promise.reject(new Error('who?')) }),
      'calls: look-ups of what is not there fail with VIR_ERR_NO_DOMAIN and say what was sought',
    ],
  ])('fails a driver that %s', async (_, change, name) => {
    expect(await failures(littleDriver(change))).toContain(name);
  });

  test('members may be kept out of it', async () => {
    const { names } = await runSuite(littleDriver(), { without: ['domainUndefineFlags'] });
    expect(names.some((name) => name.includes('undefined again'))).toBe(false);
  });
});

async function takeAll(xml: string): Promise<{ name: string; uuid: string; id: number }> {
  return { name: /<name>(.*)<\/name>/.exec(xml)?.[1] ?? '', uuid: /<uuid>(.*)<\/uuid>/.exec(xml)?.[1] ?? '', id: -1 };
}
