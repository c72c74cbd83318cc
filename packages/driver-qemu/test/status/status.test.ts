import { describe, expect, test } from '@jest/globals';
import { formatQemuStatus, parseQemuStatus, type QemuStatusOptions } from '../../src/status/index.ts';

const options: QemuStatusOptions = {
  hostArch: 'x86_64',
  config: { nvramDir: '/nvram', channelTargetDir: '/channel' },
  memoryBackingDir: '/ram',
};

const status = (own: string, devices = '', inside = ''): string => `<domstatus state='running' reason='booted' pid='4711'>
  <taint flag='high-privileges'/>
${own}  <domain type='kvm' id='7'>
    <name>web</name>
    <uuid>dcf47dbd-46d1-4d5b-b442-262a806a333a</uuid>
    <memory unit='KiB'>1048576</memory>
    <currentMemory unit='KiB'>1048576</currentMemory>
    <vcpu placement='static'>1</vcpu>
${inside}    <os>
      <type arch='x86_64' machine='pc-i440fx-7.2'>hvm</type>
      <boot dev='hd'/>
    </os>
    <clock offset='utc'/>
    <on_poweroff>destroy</on_poweroff>
    <on_reboot>restart</on_reboot>
    <on_crash>destroy</on_crash>
    <devices>
      <emulator>/usr/bin/qemu-system-x86_64</emulator>
${devices}      <controller type='usb' index='0' model='none'/>
      <controller type='pci' index='0' model='pci-root'/>
      <input type='mouse' bus='ps2'/>
      <input type='keyboard' bus='ps2'/>
      <audio id='1' type='none'/>
      <memballoon model='none'/>
    </devices>
  </domain>
</domstatus>
`;

const tail = `  <nodename index='12'/>
  <fdset index='3'/>
  <blockjobs active='no'/>
  <agentTimeout>-2</agentTimeout>
`;
const head = `  <monitor path='/lib/domain-7-web/monitor.sock' type='unix'/>
  <namespaces>
    <mount/>
  </namespaces>
  <vcpus>
    <vcpu id='0' pid='4712'/>
  </vcpus>
  <qemuCaps>
    <flag name='kvm'/>
    <flag name='blockdev'/>
  </qemuCaps>
`;
const folders = `  <devices>
    <device alias='net0'/>
  </devices>
  <numad nodeset='0' cpuset='0-7'/>
  <libDir path='/lib/domain-7-web'/>
  <channelTargetDir path='/channel/7-web'/>
  <memoryBackingDir path='/ram/7-web'/>
  <chardevStdioLogd/>
  <allowReboot value='yes'/>
`;

const roundTrip = (text: string): string => formatQemuStatus(parseQemuStatus(text, options));

describe('the status of a guest that libvirt runs', () => {
  test('what the driver notes is read, and written as it was', () => {
    const text = status(`${head}  <lockstate>locks</lockstate>\n${folders}${tail}`);
    const { privateData, domain, pid } = parseQemuStatus(text, options);
    expect(pid).toBe(4711);
    expect(domain.id).toBe(7);
    expect(privateData).toMatchObject({
      monitor: { path: '/lib/domain-7-web/monitor.sock', type: 'unix' },
      namespaces: ['mount'],
      vcpus: [{ id: 0, pid: 4712 }],
      capabilities: ['kvm', 'blockdev'],
      lockState: 'locks',
      devices: ['net0'],
      numad: { nodeset: '0', cpuset: '0-7' },
      allowReboot: true,
      nodeNameIndex: 12,
      fdsetIndex: 3,
      blockjobs: { active: false, jobs: [] },
      agentTimeout: -2,
    });
    expect(roundTrip(text)).toBe(text);
  });

  test('jobs: a migration with its disks and settings, a copy, a backup', () => {
    const text = status(`${head}  <job type='none' async='migration out' phase='perform3' flags='0x3' asyncStarted='1700000000000'>
    <disk dev='vda' migrating='yes'>
      <migrationSource type='network' format='raw'>
        <source protocol='nbd' name='drive-vda' tlsFromConfig='0' index='9'>
          <host name='example.org' port='49152'/>
          <privateData>
            <nodenames>
              <nodename type='storage' name='migration-vda-storage'/>
            </nodenames>
          </privateData>
        </source>
      </migrationSource>
    </disk>
    <migParams>
      <param name='downtime-limit' value='300'/>
      <param name='block-incremental' value='no'/>
    </migParams>
  </job>
${folders}  <nodename index='12'/>
  <fdset index='3'/>
  <blockjobs active='yes'>
    <blockjob name='copy-vda' type='copy' state='ready' jobflags='0xb' shallownew='yes'>
      <disk dst='vda'/>
    </blockjob>
    <blockjob name='commit-vdb' type='commit' state='running'>
      <disk dst='vdb'/>
      <base node='libvirt-1-format'/>
      <top node='libvirt-2-format'/>
      <deleteCommittedImages/>
    </blockjob>
    <blockjob name='gone' type='copy' state='ready'>
      <chains>
        <disk type='file' format='qcow2'>
          <source file='/a.qcow2' index='5'/>
          <backingStore/>
        </disk>
      </chains>
    </blockjob>
  </blockjobs>
  <agentTimeout>30</agentTimeout>
  <backups>
    <domainbackup mode='pull'>
      <server transport='tcp' name='localhost' port='10809'/>
      <disks>
        <disk name='vda' backup='yes' state='running' type='file' index='8'>
          <scratch file='/scratch'/>
        </disk>
      </disks>
      <privateData>
        <objects>
          <TLSx509 alias='tls0'/>
        </objects>
      </privateData>
    </domainbackup>
  </backups>
`);
    const { privateData } = parseQemuStatus(text, options);
    expect(privateData.job).toMatchObject({ async: 'migration out', flags: 3, asyncStarted: 1700000000000 });
    expect(privateData.job?.disks?.[0]?.target?.source).toMatchObject({ protocol: 'nbd', index: 9 });
    expect(privateData.job?.parameters?.get('downtime-limit')).toBe(300);
    expect(privateData.blockjobs.jobs.map(({ name, type }) => `${name} ${type}`)).toEqual(['copy-vda copy', 'commit-vdb commit', 'gone copy']);
    expect(privateData.backup?.disks?.[0]).toMatchObject({ state: 'running', index: 8 });
    expect(roundTrip(text)).toBe(text);
  });

  test('what stands in the devices: node names, secrets, the network that was given', () => {
    const text = status(
      head + folders + tail,
      `      <disk type='file' device='disk'>
        <driver name='qemu' type='qcow2'/>
        <source file='/a.qcow2' index='1'>
          <privateData>
            <nodenames>
              <nodename type='storage' name='libvirt-1-storage'/>
              <nodename type='format' name='libvirt-1-format'/>
            </nodenames>
            <relPath>b.qcow2</relPath>
            <objects>
              <secret type='encryption' alias='libvirt-1-secret0'/>
              <TLSx509 alias='tls0'/>
            </objects>
            <fdsets>
              <fdset type='storage' id='4'/>
            </fdsets>
            <thresholdEvent indexUsed='yes'/>
            <nbdkit>
              <pidfile>/nbdkit.pid</pidfile>
              <socketfile>/nbdkit.socket</socketfile>
            </nbdkit>
          </privateData>
          <dataStore type='file'>
            <format type='raw'/>
            <source file='/data' index='2'/>
          </dataStore>
        </source>
        <target dev='vda' bus='virtio'/>
        <alias name='virtio-disk0'/>
        <address type='pci' domain='0x0000' bus='0x00' slot='0x05' function='0x0'/>
        <privateData>
          <qom name='/machine/peripheral/virtio-disk0/virtio-backend'/>
        </privateData>
        <diskSecretsPlacement auth='true'/>
      </disk>
`,
    ).replace(
      "      <input type='mouse'",
      `      <interface type='network'>
        <mac address='52:54:00:00:00:01'/>
        <source network='default' portid='dcf47dbd-46d1-4d5b-b442-262a806a333b'/>
        <actual type='network'>
          <source bridge='virbr0'/>
        </actual>
        <target dev='vnet3'/>
        <model type='virtio'/>
        <alias name='net0'/>
        <address type='pci' domain='0x0000' bus='0x00' slot='0x06' function='0x0'/>
      </interface>
      <input type='mouse'`,
    );
    const { domain } = parseQemuStatus(text, options);
    expect(domain.devices.disks[0]?.source.privateData?.nodeNames?.map(({ name }) => name)).toEqual(['libvirt-1-storage', 'libvirt-1-format']);
    expect(domain.devices.interfaces[0]?.actual).toMatchObject({ source: { type: 'network', bridge: 'virbr0' } });
    expect(roundTrip(text)).toBe(text);
  });
});

describe('the status that an older version wrote', () => {
  test('what it left out is filled in', () => {
    const older = status(
      head.replace('  <qemuCaps>', '  <qemuCaps>') +
        `  <job type='none' async='migration out' phase='perform3'/>\n` +
        folders.replace(/ {2}<memoryBackingDir.*\n/, '') +
        `  <blockjobs active='no'/>\n`,
    );
    const { privateData } = parseQemuStatus(older, options);
    expect(privateData).toMatchObject({ memoryBackingDir: '/ram/7-web', nodeNameIndex: 0, fdsetIndex: 0, agentTimeout: -2, job: { flags: 0, asyncStarted: 0 } });
  });

  test('names of secrets follow from aliases, where none are noted', () => {
    const disk = (inside: string, alias: string, dev: string): string => `<disk type='network' device='disk'>
        <source protocol='iscsi' name='iqn.a/1' ${alias === 'c' ? "tls='yes'" : ''}>
          <host name='example.org' port='3260'/>${inside}
        </source>
        <target dev='${dev}' bus='virtio'/>
        <alias name='${alias}'/>
      </disk>`;
    const auth = `<auth username='u'><secret type='iscsi' usage='s'/></auth>`;
    const noted = `<privateData><objects><secret type='auth' alias='noted'/></objects></privateData>`;
    const encryption = `<encryption format='luks'><secret type='passphrase' uuid='0a81f5b2-8403-7b23-c8d6-21ccc2f80d6f'/></encryption>`;
    const { domain } = parseQemuStatus(
      status(head + folders + tail, disk(auth + encryption, 'a', 'vda') + disk(auth + noted, 'b', 'vdb') + disk('', 'c', 'vdc')),
      options,
    );
    expect(domain.devices.disks.map(({ source }) => source.privateData?.objects)).toEqual([
      { secrets: [{ type: 'auth', alias: 'a-secret0' }, { type: 'encryption', alias: 'a-luks-secret0' }] },
      { secrets: [{ type: 'auth', alias: 'noted' }] },
      { tlsAlias: 'objc_tls0' },
    ]);
  });
});
