import { readXml } from '@virtweave/core-util/xml';
import type { Domain, Interface, NetworkSource } from '@virtweave/core-conf';
import {
  planInterface,
  type CommandConfig,
  type CommandContext,
  type CommandResources,
  type PreparedInterface,
} from '@virtweave/driver-qemu/command';
import type { CaseFiles } from './adapter.ts';

/** What the QEMU suites say about a case: section "The QEMU suites" of the corpus README. */
export interface QemuCase {
  readonly name: string;
  readonly input: string;
  readonly arch: string;
  readonly migrateFrom?: string;
  readonly migrateFd?: number;
  readonly fdGroups?: readonly { readonly name: string; readonly writable: boolean; readonly fds: readonly number[] }[];
  readonly vdpaFds?: Readonly<Record<string, number>>;
  readonly nbdkitCaps?: readonly string[];
  readonly driverConfig?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

const folders = {
  lib: '/var/lib/libvirt/qemu',
  channelTarget: '/var/run/libvirt/qemu/channel',
  memoryBacking: '/var/lib/libvirt/qemu/ram',
  passt: '/var/run/libvirt/qemu/passt',
  dbus: '/var/run/libvirt/qemu/dbus',
  rdp: '/var/run/libvirt/qemu/rdp',
  slirp: '/var/run/libvirt/qemu/slirp',
} as const;

/** `ID-NAME`, with the name cut to what a socket's path has room for. */
export function shortName(id: number, name: string): string {
  return `${id}-${name.slice(0, 20)}`;
}

/** Random bytes of the pretended host: 0, 1, 2, ... */
const countingBytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, (_, i) => i % 256);

const secretValue = Buffer.from('AQCVn5hO6HzFAhAAq0NCv8jtJcIcE+HOBlMQ1A');

/** The configuration of the pretended driver; `driverConfig` has libvirt's internal spelling. */
export function commandConfig(changes: Readonly<Record<string, unknown>> = {}): CommandConfig {
  const on = (name: string): boolean => changes[name] === true;
  const uuid = (name: string): string | undefined => changes[name] as string | undefined;
  const optional = <K extends string>(key: K, value: string | undefined): { [P in K]?: string } =>
    (value === undefined ? {} : { [key]: value }) as { [P in K]?: string };
  return {
    logTimestamp: true,
    dumpGuestCore: on('dumpGuestCore'),
    setProcessName: false,
    vncListen: '127.0.0.1',
    vncAutoUnixSocket: on('vncAutoUnixSocket'),
    spiceAutoUnixSocket: on('spiceAutoUnixSocket'),
    vncTls: on('vncTLS'),
    vncTlsX509Verify: on('vncTLSx509verify'),
    vncTlsX509CertDir: '/etc/pki/libvirt-vnc',
    ...optional('vncTlsX509SecretUuid', uuid('vncTLSx509secretUUID')),
    vncSasl: on('vncSASL'),
    vncSaslDir: '/etc/sasl2',
    vncAllowHostAudio: on('vncAllowHostAudio'),
    nogfxAllowHostAudio: on('nogfxAllowHostAudio'),
    spiceListen: '127.0.0.1',
    spiceTls: on('spiceTLS'),
    spiceTlsX509CertDir: '/etc/pki/libvirt-spice',
    spiceSasl: on('spiceSASL'),
    spiceSaslDir: '/etc/sasl2',
    spicePassword: '123456',
    chardevTls: on('chardevTLS'),
    chardevTlsX509CertDir: '/etc/pki/libvirt-chardev',
    chardevTlsX509Verify: true,
    ...optional('chardevTlsX509SecretUuid', uuid('chardevTLSx509secretUUID')),
    nbdTlsX509CertDir: '/etc/pki/libvirt-nbd',
    ...optional('nbdTlsX509SecretUuid', uuid('nbdTLSx509secretUUID')),
    vxhsTlsX509CertDir: '/etc/pki/libvirt-vxhs',
    ...optional('vxhsTlsX509SecretUuid', uuid('vxhsTLSx509secretUUID')),
    hugepages: [
      { path: '/dev/hugepages2M', size: 2048, isDefault: true },
      { path: '/dev/hugepages1G', size: 1048576, isDefault: false },
    ],
    glusterDebugLevel: 4,
    storageUseNbdkit: on('storageUseNbdkit'),
  };
}

/** What the files of the corpus say about networks and pools, read before a command is built. */
interface PreparedCase {
  readonly networks: ReadonlyMap<Interface, Interface>;
  readonly pools: ReadonlyMap<string, string>;
}

/** Everything around a guest on the pretended host. */
export async function commandContext(testCase: QemuCase, files: CaseFiles, domain: Domain): Promise<CommandContext> {
  const id = -1;
  const short = shortName(id, domain.name);
  const { migrateFrom, migrateFd } = testCase;
  const own = `${folders.lib}/domain-${short}`;
  const environment: Record<string, string> = {
    LC_ALL: 'C',
    PATH: '/bin',
    HOME: '/home/test',
    USER: 'test',
    LOGNAME: 'test',
  };
  const prepared: PreparedCase = { networks: await networks(files, domain), pools: await pools(files, domain) };
  return {
    id,
    config: commandConfig(testCase.driverConfig),
    environment: Object.entries(environment),
    daemonEnvironment: { ...environment, ...testCase.env },
    folders: { ...folders, domain: own, shortName: short },
    masterKey: countingBytes(32),
    randomBytes: countingBytes,
    monitor: { fd: 1729, path: `${own}/monitor.sock` },
    now: 1234567890,
    host: {
      utcOffset: -1800,
      renderNode: '/dev/dri/foo',
      autoNodeset: '0-3',
      numaNodes: [0, 1, 2, 3],
      // As in the pretended /sys: four CPUs a node.
      nodeOfCpu: (cpu) => Math.floor(cpu / 4),
      physicalAddressBits: testCase.arch === 's390x' ? 0 : 64,
      sev: { cbitpos: 51, reducedPhysBits: 1 },
      isCdrom: (path) => path === '/dev/cdrom',
    },
    actualInterface: (device) => prepared.networks.get(device),
    resources: resources(testCase, domain, own, short, prepared),
    ...(migrateFrom === undefined
      ? {}
      : {
          incoming:
            migrateFrom === 'stdio' ? { uri: `fd:${migrateFd}`, fd: migrateFd as number } : { uri: migrateFrom },
        }),
  };
}

function resources(
  testCase: QemuCase,
  domain: Domain,
  own: string,
  short: string,
  prepared: PreparedCase,
): CommandResources {
  return {
    interface: (device): PreparedInterface => {
      const actual = prepared.networks.get(device) ?? device;
      const plan = planInterface(device, actual);
      const first = actual.source.type === 'ethernet' ? 3 : 102;
      const passt = device.backend?.type === 'passt';
      return {
        actual,
        tapFds: Array.from({ length: plan.tapQueues }, (_, i) => first + i),
        vhostFds: Array.from({ length: plan.vhostQueues }, (_, i) => 44 + i),
        ...(actual.source.type === 'vdpa' ? { vdpaFd: 1732 } : {}),
        ...(passt ? { passtSocket: `${folders.passt}/${short}-${device.alias}.socket` } : {}),
      };
    },
    secret: () => secretValue,
    chardevSocket: () => 1729,
    chardevFile: () => 1750,
    chardevLog: () => 1751,
    diskSource: (source) => {
      if (source.type !== 'volume') return source;
      const absent = source.pool === 'inactive' || source.volume === 'nonexistent' || (source.volume ?? '') === '';
      if (absent && (source.startupPolicy ?? 'optional') === 'optional') return { type: 'file' };
      const { pool, volume, mode, type: _, ...rest } = source;
      return { ...rest, ...volumeSource(prepared.pools.get(pool ?? ''), volume ?? '', mode) };
    },
    fdGroup: (name) => {
      const group = testCase.fdGroups?.find((candidate) => candidate.name === name);
      if (group === undefined) throw new Error(`the case has no descriptor group ${name}`);
      return group;
    },
    vdpaDevice: (path) => testCase.vdpaFds?.[path],
    scsiGeneric: () => 'sg0',
    vhostScsi: () => 3,
    vsock: () => ({ fd: 6789, cid: 42 }),
    tpm: (tpm) =>
      tpm.backend.type === 'passthrough'
        ? { fd: 1730, cancelFd: 1731, cancelPath: '/sys/class/misc/tpm0/device/cancel' }
        : { socket: '/dev/test' },
    vhostUserGpu: () => 1729,
    virtiofsSocket: () => undefined,
    graphics: ({ type }) => (type === 'spice' ? { port: 5901, tlsPort: 5902 } : { port: type === 'rdp' ? 3389 : 5900 }),
    listenAddress: () => undefined,
    nbdkitSocket: (source, node) =>
      source.type === 'network' && nbdkitServes(source, testCase) ? `${own}/nbdkit-${node}.socket` : undefined,
  };
}

function nbdkitServes({ protocol }: NetworkSource, { nbdkitCaps = [], driverConfig }: QemuCase): boolean {
  if (driverConfig?.['storageUseNbdkit'] !== true) return false;
  if (protocol === 'ssh') return nbdkitCaps.includes('plugin-ssh');
  return ['http', 'https', 'ftp', 'ftps', 'tftp'].includes(protocol) && nbdkitCaps.includes('plugin-curl');
}

/** Interfaces of a network are named `NET;PORT`; the port says what they get. */
async function networks(files: CaseFiles, { devices }: Domain): Promise<ReadonlyMap<Interface, Interface>> {
  const found = new Map<Interface, Interface>();
  for (const device of devices.interfaces) {
    if (device.source.type !== 'network') continue;
    const [network, port] = (device.source.network ?? '').split(';');
    if (network === undefined || port === undefined) throw new Error(`there is no network ${device.source.network}`);
    await files.read(`common/networkxml2xmlin/${network}.xml`);
    const plug = readXml(await files.read(`common/virnetworkportxml2xmldata/${port}.xml`), {}).child('plug');
    const bridge = plug?.attr('bridge');
    if (plug?.attr('type') === 'hostdev-pci') {
      const address = plug.child('address');
      const number = (name: string): number => Number(address?.attr(name) ?? 0);
      found.set(device, {
        ...device,
        source: {
          type: 'hostdev',
          address: { domain: number('domain'), bus: number('bus'), slot: number('slot'), function: number('function') },
        },
      });
    } else found.set(device, { ...device, source: { type: 'bridge', ...(bridge === undefined ? {} : { bridge }) } });
  }
  return found;
}

/** The pools of the guest's disks, by name. */
async function pools(files: CaseFiles, { devices, os }: Domain): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const sources = [
    ...devices.disks.map((disk) => disk.source),
    ...(os.nvram?.source === undefined ? [] : [os.nvram.source]),
  ];
  for (const source of sources) {
    if (source.type !== 'volume' || source.pool === undefined || source.pool === 'inactive' || found.has(source.pool))
      continue;
    found.set(source.pool, await files.read(`common/storagepoolxml2xmlout/${source.pool}.xml`));
  }
  return found;
}

/** `TYPE+NAME` is a volume of that type; an iSCSI pool in direct mode is reached without the host. */
function volumeSource(
  pool: string | undefined,
  volume: string,
  mode: string | undefined,
): ReturnType<CommandResources['diskSource']> {
  const [kind, name] = volume.includes('+') ? (volume.split('+') as [string, string]) : ['block', volume];
  const path = `/some/${kind}/device/${name}`;
  if (pool !== undefined && mode === 'direct') {
    const root = readXml(pool, {});
    const source = root.child('source');
    const auth = source?.child('auth');
    const uuid = auth?.child('secret')?.attr('uuid');
    const lun = volume.split(':').at(-1);
    return {
      type: 'network',
      protocol: 'iscsi',
      name: `${source?.child('device')?.attr('path')}/${lun}`,
      hosts: [{ name: source?.child('host')?.attr('name') ?? '', port: 3260 }],
      ...(auth === undefined
        ? {}
        : {
            auth: {
              username: auth.attr('username') ?? '',
              secret: { type: 'iscsi', ...(uuid === undefined ? {} : { uuid }) },
            },
          }),
    };
  }
  if (kind === 'file') return { type: 'file', file: path };
  if (kind === 'dir') return { type: 'dir', dir: path };
  return { type: 'block', dev: path };
}
