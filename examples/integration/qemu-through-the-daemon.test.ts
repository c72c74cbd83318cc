import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { connect, type Driver } from '@virtweave/core-api';
import { members } from '@virtweave/core-api/members';
import { driverSuite, type ContractMember, type SuiteRunner } from '@virtweave/core-testkit';
import { Daemon } from '@virtweave/daemon';
import qemu from '@virtweave/driver-qemu';
import remote from '@virtweave/driver-remote';
import { noQemu, QemuPlace } from './support/qemu-place.ts';

const folder = mkdtempSync(join(tmpdir(), 'vwd-'));

// What driver-qemu does embedded, it does through daemon and driver-remote, with guests that a real QEMU runs.
if (noQemu === undefined) {
  const path = join(folder, 'sock');
  const daemon = await Daemon.start({ unix: { path } }, { drivers: [qemu] });
  afterAll(async () => {
    await daemon.close();
    rmSync(folder, { recursive: true });
  });

  const lacking = await lackingOf(qemu);
  const runner: Omit<SuiteRunner, 'place' | 'driver'> = {
    test,
    expect,
    describe: (name, body) => describe(`driver-qemu through daemon and driver-remote: ${name}`, body),
    // Until its boot sector runs, which takes a while, the guest hears no power button.
    obeys: false,
    sample: ({ name, uuid }) => QemuPlace.sample({ name, uuid, cpus: 2, devices: diskOf(uuid) }),
  };
  const through = await driverSuite({
    ...runner,
    driver: remote,
    without: lacking,
    place: async () => {
      const place = await QemuPlace.make();
      return { uri: `qemu+unix:///embed?root=${place.root}&socket=${path}`, dispose: () => place.end() };
    },
  });

  test('it is asked for all that it is asked for when it is embedded', async () => {
    const embedded = await driverSuite({
      ...runner,
      test: () => undefined,
      describe: () => undefined,
      driver: qemu,
      place: async () => {
        const place = await QemuPlace.make();
        return { uri: `qemu:///embed?root=${place.root}`, dispose: () => place.end() };
      },
    });
    expect(through.tests).toEqual(embedded.tests);
    expect(through.tests.length).toBeGreaterThan(80);
  });
} else test.skip(`driver-qemu through daemon and driver-remote (${noQemu})`, () => {});

/** An image of its own, in which there can be snapshots. */
function diskOf(uuid: string): string {
  const image = join(folder, `${uuid}.qcow2`);
  if (!existsSync(image)) execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', image, '1M']);
  return `<disk type='file'><driver name='qemu' type='qcow2'/><source file='${image}'/><target dev='vda' bus='virtio'/></disk>`;
}

/** What a driver lacks: driver-remote has all members, whatever the daemon's driver has. */
async function lackingOf(driver: Driver): Promise<ContractMember[]> {
  const has = new Set<string>();
  const spy: Driver = {
    ...driver,
    async open(uri, context) {
      const opened = await driver.open(uri, context);
      for (const family of Object.values(opened.families)) for (const name of Object.keys(family)) has.add(name);
      return opened;
    },
  };
  const place = await QemuPlace.make();
  await (await connect(`qemu:///embed?root=${place.root}`, { drivers: [spy] })).close();
  await place.end();
  const all = Object.values(members).flatMap((family) => Object.keys(family));
  return all.filter((name) => !has.has(name)) as ContractMember[];
}
