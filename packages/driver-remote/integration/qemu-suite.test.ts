import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { connect, type Connection } from '@virtweave/core-api';
import { driverSuite, type ContractMember } from '@virtweave/core-testkit';
import { noLibvirtd, startLibvirtd } from '../../core-testkit/test/support/libvirtd.ts';
import driver from '../src/index.ts';

const emulator = 'qemu-system-x86_64';
const reason = noLibvirtd() ?? (spawnSync(emulator, ['--version']).status === 0 ? undefined : `${emulator} is not installed`);

/** What libvirtd 9.0 does not know yet, or cannot do here. */
const lacking: readonly ContractMember[] = [
  ...(['networkGetMetadata', 'networkSetMetadata'] as const),
  // Debian builds it with udev, which looks at interfaces only.
  ...(['interfaceDefineXML', 'interfaceUndefine', 'interfaceCreate', 'interfaceDestroy'] as const),
  ...(['interfaceChangeBegin', 'interfaceChangeCommit', 'interfaceChangeRollback'] as const),
];

/** What libvirt 9.0 does otherwise than the suite has it. */
const differs: Readonly<Record<string, string>> = {
  'a document type: refused': 'libvirt reads document types',
  'a definition may be an object; an empty one is a document that lacks something': 'it misses the name, not the document',
  'and snapshots exclude each other': 'its QEMU driver has both',
  'a copy has the size of its original, at least': 'a copy of a name that is taken is VIR_ERR_INTERNAL_ERROR to it',
};

if (reason === undefined) {
  const libvirtd = await startLibvirtd({ guests: true });
  afterAll(() => libvirtd.stop());
  let places = 0;
  const blank = join(libvirtd.folder, 'blank.qcow2');
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', blank, '1M']);
  /** Internal snapshots want an image that can hold them. */
  const image = (uuid: string): string => {
    const path = join(libvirtd.folder, `${uuid}.qcow2`);
    copyFileSync(blank, path);
    return path;
  };
  const uri = `qemu+unix:///system?socket=${libvirtd.socket}`;

  const { leftOut } = await driverSuite({
    test: (name, run) => (differs[name] === undefined ? test(name, run) : test.failing(`not: ${name} (${differs[name]})`, run)),
    expect,
    driver,
    without: lacking,
    describe: (name, body) => describe(`libvirtd's QEMU: ${name}`, body),
    // Without a system it hears no power button.
    obeys: false,
    sample: ({ name, uuid }) => `<domain type='qemu'><name>${name}</name><uuid>${uuid}</uuid><memory unit='MiB'>16</memory>
      <vcpu>2</vcpu><os><type arch='x86_64' machine='pc'>hvm</type></os><features><acpi/></features>
      <devices><disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${image(uuid)}'/>
      <target dev='hda' bus='ide'/></disk></devices></domain>`,
    samples: {
      storagePool: ({ name, uuid }) => `<pool type='dir'><name>${name}</name><uuid>${uuid}</uuid><target><path>${libvirtd.folder}/pools-${places}/${name}</path></target></pool>`,
    },
    async place() {
      places += 1;
      mkdirSync(join(libvirtd.folder, `pools-${places}`));
      const keeper = await connect(uri, { drivers: [driver] });
      await clear(keeper);
      await keeper.close();
      return { uri };
    },
  });

  test('nothing is left out but what libvirtd lacks, and what would take ten thousand calls', () => {
    const reasons = leftOut.filter(({ because }) => !lacking.some((member) => because.includes(member))).map(({ because }) => because);
    expect([...new Set(reasons)].sort()).toEqual(['calls are not cheap here', 'the guest does not obey']);
  });
} else {
  test.skip(`the suite against libvirtd's QEMU (${reason})`, () => {});
}

/** All that an earlier test left. */
async function clear(connection: Connection): Promise<void> {
  for (const domain of await connection.listAllDomains()) {
    if (await domain.isActive()) await domain.destroy();
    // A transient one is gone by then.
    await domain.undefine({ managedSave: true, snapshotsMetadata: true, checkpointsMetadata: true }).catch(() => undefined);
  }
  for (const network of await connection.listAllNetworks()) {
    if (await network.isActive()) await network.destroy();
    await network.undefine().catch(() => undefined);
  }
  for (const pool of await connection.listAllStoragePools()) {
    if (await pool.isActive()) await pool.destroy();
    await pool.undefine().catch(() => undefined);
  }
  for (const secret of await connection.listAllSecrets()) await secret.undefine();
}
