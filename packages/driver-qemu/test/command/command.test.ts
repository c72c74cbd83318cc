import { describe, expect, test } from '@jest/globals';
import { QemuCapabilities } from '../../src/capabilities/index.ts';
import { buildCommand, prepareStart, type CommandContext, type QemuCommand } from '../../src/command/index.ts';
import { parseQemuDefinition } from '../../src/definition/index.ts';

const machines = [
  {
    name: 'pc-q35-9.2',
    alias: 'q35',
    hotplugCpus: true,
    maxCpus: 288,
    isDefault: false,
    numaMemSupported: false,
    defaultRamId: 'pc.ram',
    deprecated: false,
    acpi: true,
  },
];
const capabilities = new QemuCapabilities({
  emulator: '/usr/bin/qemu-system-x86_64',
  emulatorCtime: 0,
  selfCtime: 0,
  selfVersion: 0,
  flags: new Set([
    'tcg',
    'device.json+hotplug',
    'netdev.json',
    'seccomp-sandbox',
    'pcie-root-port',
    'qemu-xhci',
    'isa-serial',
    'vnc',
    'VGA',
    'blockjob.backing-mask-protocol',
    'smp-dies',
    'ich9-ahci',
    'rng-random',
  ]),
  version: 9002000,
  microcodeVersion: 0,
  arch: 'x86_64',
  accelerators: new Map([['tcg', { machines }]]),
  gic: [],
});

const context: CommandContext = {
  id: -1,
  config: {
    logTimestamp: true,
    dumpGuestCore: false,
    setProcessName: false,
    vncListen: '127.0.0.1',
    vncAutoUnixSocket: false,
    spiceAutoUnixSocket: false,
    vncTls: false,
    vncTlsX509Verify: false,
    vncTlsX509CertDir: '',
    vncSasl: false,
    vncAllowHostAudio: false,
    nogfxAllowHostAudio: false,
    spiceListen: '127.0.0.1',
    spiceTls: false,
    spiceTlsX509CertDir: '',
    spiceSasl: false,
    chardevTls: false,
    chardevTlsX509CertDir: '',
    chardevTlsX509Verify: true,
    nbdTlsX509CertDir: '',
    vxhsTlsX509CertDir: '',
    hugepages: [],
    glusterDebugLevel: 4,
    storageUseNbdkit: false,
  },
  environment: [
    ['PATH', '/bin'],
    ['HOME', '/root'],
  ],
  folders: {
    domain: '/run/guest',
    channelTarget: '/run/channel',
    memoryBacking: '/run/ram',
    passt: '/run/passt',
    dbus: '/run/dbus',
    rdp: '/run/rdp',
    slirp: '/run/slirp',
    shortName: '-1-web',
  },
  masterKey: new Uint8Array(32),
  randomBytes: (count) => new Uint8Array(count),
  monitor: { path: '/run/guest/monitor.sock' },
  now: 0,
  host: { utcOffset: 0, isCdrom: () => false },
  resources: {
    interface: () => ({ tapName: 'tap0' }),
    secret: () => Buffer.from('secret'),
    chardevSocket: () => undefined,
    chardevFile: () => undefined,
    chardevLog: () => undefined,
    diskSource: (source) => source,
    fdGroup: () => ({ fds: [], writable: false }),
    vdpaDevice: () => undefined,
    scsiGeneric: () => 'sg0',
    vhostScsi: () => 3,
    vsock: () => ({ fd: 3, cid: 3 }),
    tpm: () => ({}),
    vhostUserGpu: () => 3,
    virtiofsSocket: () => undefined,
    graphics: () => ({ port: 5907 }),
    listenAddress: () => undefined,
    nbdkitSocket: () => undefined,
  },
};

function build(devices: string, rest = ''): QemuCommand {
  const xml = `<domain type='qemu'><name>web,1</name><memory unit='MiB'>256</memory><vcpu>2</vcpu>
    <os><type arch='x86_64' machine='q35'>hvm</type></os>${rest}
    <devices><controller type='usb' model='none'/><memballoon model='none'/>${devices}</devices></domain>`;
  const domain = parseQemuDefinition(xml, {
    capabilities,
    hostArch: 'x86_64',
    config: { nvramDir: '/nvram', channelTargetDir: '/run/channel' },
  });
  prepareStart(domain, context);
  return buildCommand(domain, capabilities, context);
}

const json = (command: QemuCommand, option: string): Record<string, unknown>[] =>
  command.explained
    .filter((one) => one.option === option)
    .map(({ value }) => JSON.parse(value ?? '{}') as Record<string, unknown>);

describe('command line', () => {
  test('machine, memory, processors, and names with commas', () => {
    const { args, program, env } = build('');
    expect(program).toBe('/usr/bin/qemu-system-x86_64');
    expect(args.slice(0, 3)).toEqual(['-name', 'guest=web,,1,debug-threads=on', '-S']);
    expect(args[args.indexOf('-machine') + 1]).toBe(
      'pc-q35-9.2,usb=off,dump-guest-core=off,memory-backend=pc.ram,acpi=off',
    );
    expect(args[args.indexOf('-m') + 1]).toBe('size=262144k');
    expect(args[args.indexOf('-smp') + 1]).toBe('2,sockets=2,cores=1,threads=1');
    expect(args[args.indexOf('-chardev') + 1]).toBe(
      'socket,id=charmonitor,path=/run/guest/monitor.sock,server=on,wait=off',
    );
    expect(env).toContainEqual(['HOME', '/run/guest']);
  });

  test('a chain of images, the lowest first; the last disk has the first number', () => {
    const command = build(`
      <disk type='file' device='disk'><driver name='qemu' type='qcow2' cache='none' discard='unmap'/><source file='/a.qcow2'/>
        <backingStore type='file'><format type='raw'/><source file='/base.img'/><backingStore/></backingStore><target dev='vda' bus='virtio'/></disk>
      <disk type='block' device='disk'><driver name='qemu' type='raw'/><source dev='/dev/x'/><target dev='vdb' bus='virtio'/></disk>`);
    expect(json(command, '-blockdev').map((node) => node['node-name'])).toEqual([
      'libvirt-3-storage',
      'libvirt-2-storage',
      'libvirt-2-format',
      'libvirt-1-storage',
    ]);
    expect(json(command, '-blockdev')[2]).toEqual({
      'node-name': 'libvirt-2-format',
      'read-only': false,
      discard: 'unmap',
      cache: { direct: true, 'no-flush': false },
      driver: 'qcow2',
      file: 'libvirt-2-storage',
      backing: 'libvirt-3-storage',
    });
    expect(json(command, '-device').find(({ id }) => id === 'virtio-disk1')).toMatchObject({
      driver: 'virtio-blk-pci',
      drive: 'libvirt-1-storage',
    });
  });

  test('each argument knows the part of the document that it comes from', () => {
    const command = build(`<serial type='pty'/><graphics type='vnc' autoport='yes'/>`);
    const of = (part: string): string[] =>
      command.explained.filter((one) => one.part === part).map(({ option }) => option);
    expect(of('/domain/devices/serial[1]')).toEqual(['-chardev', '-device']);
    expect(command.explained.find(({ option }) => option === '-vnc')).toMatchObject({
      value: '127.0.0.1:7,audiodev=audio1',
      part: '/domain/devices/graphics[1]',
    });
  });

  test('an encrypted image brings its key, encrypted with the master key', () => {
    const command = build(`<disk type='file' device='disk'><driver name='qemu' type='qcow2'/>
      <source file='/a'><encryption format='luks'><secret type='passphrase' uuid='0a81f5b2-8403-7b23-c8d6-21ccc2f80d6f'/></encryption></source>
      <target dev='vda' bus='virtio'/></disk>`);
    const secret = json(command, '-object').find(({ id }) => id === 'libvirt-1-format-encryption-secret0');
    expect(secret).toMatchObject({ keyid: 'masterKey0', format: 'base64' });
    expect(command.args.join(' ')).not.toContain(Buffer.from('secret').toString('base64'));
  });

  test('what this QEMU cannot do is refused', () => {
    expect(() => build('', `<features><ps2 state='off'/></features>`)).toThrow(
      expect.objectContaining({ code: 'VIR_ERR_CONFIG_UNSUPPORTED' }),
    );
  });
});
