import { connect, type Driver } from '@virtweave/core-api';
import { assertExpect, type SuiteExpect } from './expect.ts';
import type { SuiteGroup, SuiteTest } from './group.ts';
import { calls } from './groups/calls.ts';
import { concurrency } from './groups/concurrency.ts';
import { connection } from './groups/connection.ts';
import { definitions } from './groups/definitions.ts';
import { documents } from './groups/documents.ts';
import { events } from './groups/events.ts';
import { lifecycle } from './groups/lifecycle.ts';
import { lists } from './groups/lists.ts';
import { metadata } from './groups/metadata.ts';
import { numbers } from './groups/numbers.ts';
import { readOnly } from './groups/read-only.ts';
import { resources } from './groups/resources.ts';
import { checkpoints } from './groups/checkpoints.ts';
import { interfaces } from './groups/interfaces.ts';
import { networks } from './groups/networks.ts';
import { networkPorts } from './groups/network-ports.ts';
import { nwfilters } from './groups/nwfilters.ts';
import { nodeDevices } from './groups/node-devices.ts';
import { secrets } from './groups/secrets.ts';
import { storagePools } from './groups/storage-pools.ts';
import { storageVolumes } from './groups/storage-volumes.ts';
import { snapshots } from './groups/snapshots.ts';
import { Kit } from './kit.ts';
import type { ContractMember, Subject } from './subject.ts';

/** A test runner: jest, vitest, node:test and most others fit. */
export interface SuiteRunner extends Subject {
  test(name: string, run: () => Promise<void>): unknown;
  /** Groups tests; without it the group's name stands before each test's. */
  describe?(name: string, body: () => void): unknown;
  /** Default: node:assert. */
  readonly expect?: SuiteExpect;
}

/** What was registered, and what the driver has nothing for. */
export interface SuiteReport {
  readonly tests: readonly string[];
  readonly leftOut: readonly { readonly test: string; readonly because: string }[];
}

const groups: readonly SuiteGroup[] = [
  connection,
  calls,
  numbers,
  readOnly,
  definitions,
  documents,
  lists,
  lifecycle,
  events,
  metadata,
  resources,
  concurrency,
  snapshots,
  checkpoints,
  networks,
  networkPorts,
  nwfilters,
  storagePools,
  storageVolumes,
  interfaces,
  nodeDevices,
  secrets,
];

/**
 * Registers the tests that every driver must pass. What a driver does not implement is not asked of it: the driver is
 * opened once to see what it has.
 *
 * ```ts
 * import { expect, test } from '@jest/globals';
 *
 * await driverSuite({
 *   test,
 *   expect,
 *   driver,
 *   place: () => ({ uri: 'mine:///' }),
 *   sample: ({ name, uuid }) => `<domain type='test'><name>${name}</name><uuid>${uuid}</uuid>...</domain>`,
 * });
 * ```
 */
export async function driverSuite(runner: SuiteRunner): Promise<SuiteReport> {
  const has = await capabilitiesOf(runner);
  const tests: string[] = [];
  const leftOut: { test: string; because: string }[] = [];
  for (const group of groups) {
    const chosen: SuiteTest[] = [];
    for (const one of group.tests) {
      const because = missing(one, runner, has);
      if (because === undefined) chosen.push(one);
      else leftOut.push({ test: `${group.name}: ${one.name}`, because });
    }
    tests.push(...chosen.map((one) => `${group.name}: ${one.name}`));
    if (chosen.length > 0) register(runner, group.name, chosen, has);
  }
  return { tests, leftOut };
}

function register(
  runner: SuiteRunner,
  name: string,
  tests: readonly SuiteTest[],
  has: (member: ContractMember) => boolean,
): void {
  const { describe, test } = runner;
  const one = ({ run }: SuiteTest) => async (): Promise<void> => {
    const kit = new Kit(runner, await runner.place(), has, runner.expect ?? assertExpect);
    try {
      await run(kit);
    } finally {
      await kit.end();
    }
  };
  if (describe === undefined) for (const each of tests) test(`${name}: ${each.name}`, one(each));
  else
    describe(name, () => {
      for (const each of tests) test(each.name, one(each));
    });
}

/** Why a test does not apply; undefined when it does. */
function missing(test: SuiteTest, subject: Subject, has: (member: ContractMember) => boolean): string | undefined {
  const absent = test.needs.filter((member) => !has(member));
  if (absent.length > 0) return `the driver has no ${absent.join(', ')}`;
  if (test.expensive === true && subject.cheap !== true) return 'calls are not cheap here';
  if (test.shared === true && subject.shared === false) return 'each connection has guests of its own';
  if (test.obedient === true && subject.obeys === false) return 'the guest does not obey';
  return undefined;
}

/** Opens the driver once, to see which members it has. */
async function capabilitiesOf(subject: Subject): Promise<(member: ContractMember) => boolean> {
  const found = new Set<string>();
  const { driver } = subject;
  const spy: Driver = {
    ...driver,
    async open(uri, context) {
      const opened = await driver.open(uri, context);
      for (const family of Object.values(opened.families))
        for (const [name, member] of Object.entries(family)) if (typeof member === 'function') found.add(name);
      return opened;
    },
  };
  const place = await subject.place();
  const opened = await connect(place.uri, { ...place.options, drivers: [spy] });
  await opened.close();
  await place.dispose?.();
  const without = new Set<string>(subject.without);
  return (member) => found.has(member) && !without.has(member);
}
