import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { connect } from '@virtweave/core-api';
import { members } from '@virtweave/core-api/members';
import { driverSuite, type ContractMember } from '@virtweave/core-testkit';
import { Daemon } from '@virtweave/daemon';
import remote from '@virtweave/driver-remote';
import driverTest from '@virtweave/driver-test';

// What driver-test does embedded, it does through daemon and driver-remote.
const folder = mkdtempSync(join(tmpdir(), 'virtweaved-'));
const path = join(folder, 'sock');
const daemon = await Daemon.start({ unix: { path } }, { drivers: [driverTest] });
afterAll(async () => {
  await daemon.close();
  rmSync(folder, { recursive: true });
});

/** What driver-test lacks: driver-remote has all members, whatever the daemon's driver has. */
const lacking = [
  ...Object.keys(members.secret),
  ...Object.keys(members.nwfilter),
  ...Object.keys(members.network).filter((name) => name.includes('Port')),
  'storageVolUpload', 'storageVolDownload', 'storageVolResize',
] as ContractMember[];

const { leftOut } = await driverSuite({
  test,
  expect,
  driver: remote,
  without: lacking,
  describe: (name, body) => describe(`driver-test through daemon and driver-remote: ${name}`, body),
  sample: ({ name, uuid }) => `<domain type='test'><name>${name}</name><uuid>${uuid}</uuid><memory>8192</memory>
    <currentMemory>8192</currentMemory><vcpu>2</vcpu><os><type>hvm</type></os></domain>`,
  async place() {
    const uri = `test+unix:///default?socket=${path}`;
    const keeper = await connect(uri, { drivers: [remote] });
    for (const domain of await keeper.listAllDomains()) {
      if (await domain.isActive()) await domain.destroy();
      await domain.undefine();
    }
    return { uri, dispose: () => keeper.close() };
  },
});

test('nothing is left out but what driver-test lacks, and what would take ten thousand calls', () => {
  expect(leftOut.filter(({ because }) => !lacking.some((member) => because.includes(member))).map(({ because }) => because)).toEqual([
    'calls are not cheap here',
  ]);
});
