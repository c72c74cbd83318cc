import { afterAll, describe, expect, test } from '@jest/globals';
import { connect } from '@virtweave/core-api';
import { members } from '@virtweave/core-api/members';
import { driverSuite, type ContractMember } from '@virtweave/core-testkit';
import driver from '../src/index.ts';
import { noLibvirtd, startLibvirtd } from '../../core-testkit/test/support/libvirtd.ts';

const reason = noLibvirtd();

/** What libvirt 9.0's own test driver lacks, or libvirtd 9.0 does not know yet. */
const lacking = [
  ...Object.keys(members.secret),
  ...Object.keys(members.nwfilter),
  ...Object.keys(members.network).filter((member) => member.startsWith('networkPort') || member === 'networkListAllPorts'),
  ...['storageVolUpload', 'storageVolDownload', 'storageVolResize', 'networkGetMetadata', 'networkSetMetadata'],
] as ContractMember[];

/** What libvirt 9.0's own test driver does otherwise than the suite has it. */
const differs: Readonly<Record<string, string>> = {
  'look-ups of what is not there fail with VIR_ERR_NO_DOMAIN and say what was sought': 'it says no more than "Domain not found"',
  'autostart is remembered, and is not for transient guests': 'it lets transient guests have autostart',
  'a document type: refused': 'libvirt reads document types',
  'a definition may be an object; an empty one is a document that lacks something': 'it misses the name, not the document',
  'an update changes the active network, its definition, or both': 'it keeps one document of a network only',
  'a guest that starts paused runs when it is resumed': 'testDomainCreateWithFlags takes no flags',
  'a guest may end with the connection that started it': 'testDomainCreateXML knows no autodestroy',
};

if (reason === undefined) {
  const libvirtd = await startLibvirtd();
  afterAll(() => libvirtd.stop());
  const uri = `test+unix:///default?socket=${libvirtd.socket}`;

  const { leftOut } = await driverSuite({
    test: (name, run) => (differs[name] === undefined ? test(name, run) : test.failing(`not: ${name} (${differs[name]})`, run)),
    expect,
    driver,
    without: lacking,
    describe: (name, body) => describe(`libvirtd's test driver: ${name}`, body),
    sample: ({ name, uuid }) => `<domain type='test'><name>${name}</name><uuid>${uuid}</uuid><memory>8192</memory>
      <currentMemory>8192</currentMemory><vcpu>2</vcpu><os><type>hvm</type></os></domain>`,
    async place() {
      // It lives as long as anybody is connected; its own guest makes room.
      const keeper = await connect(uri, { drivers: [driver] });
      for (const domain of await keeper.listAllDomains()) {
        if (await domain.isActive()) await domain.destroy();
        await domain.undefine();
      }
      return { uri, dispose: () => keeper.close() };
    },
  });

  test('nothing is left out but what libvirtd lacks, and what would take ten thousand calls', () => {
    expect(leftOut.filter(({ because }) => !lacking.some((member) => because.includes(member))).map(({ because }) => because)).toEqual([
      'calls are not cheap here',
    ]);
  });
} else {
  test.skip(`the suite against libvirtd (${reason})`, () => {});
}
