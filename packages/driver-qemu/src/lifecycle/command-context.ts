import { randomBytes } from 'node:crypto';
import type { Domain } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import type { CommandConfig, CommandContext, CommandFolders, HostFacts } from '../command/index.ts';
import type { QemuEngine } from '../engine/engine.ts';
import type { Scope } from '../scope.ts';
import type { PreparedInterfaces } from './interfaces.ts';
import { defaultAddress } from './ports.ts';
import { shortName } from './short-name.ts';
import { actualSource } from './volumes.ts';

/** Descriptors of inherited sockets begin here: 0 to 2 are the standard streams. */
const FIRST_DESCRIPTOR = 3;

/** Settings that a `qemu.conf` would hold, at their defaults. */
export const defaultConfig: CommandConfig = {
  logTimestamp: true,
  dumpGuestCore: true,
  setProcessName: true,
  vncListen: defaultAddress,
  vncAutoUnixSocket: false,
  spiceAutoUnixSocket: false,
  vncTls: false,
  vncTlsX509Verify: false,
  vncTlsX509CertDir: '/etc/pki/virtweave-vnc',
  vncSasl: false,
  vncAllowHostAudio: false,
  spiceListen: defaultAddress,
  spiceTls: false,
  spiceTlsX509CertDir: '/etc/pki/virtweave-spice',
  spiceSasl: false,
  chardevTls: false,
  chardevTlsX509CertDir: '/etc/pki/virtweave-chardev',
  chardevTlsX509Verify: false,
  nbdTlsX509CertDir: '/etc/pki/virtweave-nbd',
  vxhsTlsX509CertDir: '/etc/pki/virtweave-vxhs',
  hugepages: [],
  glusterDebugLevel: 4,
  storageUseNbdkit: false,
  nogfxAllowHostAudio: false,
};

/** Where the sockets and files of one running guest are. */
export function commandFolders({ folders }: Scope, id: number, name: string): CommandFolders {
  const short = shortName(id, name);
  return {
    domain: `${folders.state}/domain-${short}`,
    channelTarget: `${folders.run}/channel`,
    memoryBacking: `${folders.state}/ram`,
    passt: `${folders.run}/passt`,
    dbus: `${folders.run}/dbus`,
    rdp: `${folders.run}/rdp`,
    slirp: `${folders.run}/slirp`,
    shortName: short,
  };
}

/** Where the program that plays a vhost-user GPU listens. */
export function gpuSocket(folder: string, alias: string): string {
  return `${folder}/${alias}-gpu.sock`;
}

/** What QEMU inherits from the environment. */
export function commandEnvironment({ domain }: Pick<CommandFolders, 'domain'>): CommandContext['environment'] {
  return [
    ['LC_ALL', 'C'],
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['HOME', domain],
  ];
}

/** Everything that a guest's command line depends on besides its document and its emulator. */
export async function commandContext(
  engine: QemuEngine,
  document: Domain,
  parts: { folders: CommandFolders; monitor: string; masterKey: Uint8Array; interfaces: PreparedInterfaces },
): Promise<CommandContext> {
  const { folders, monitor, masterKey, interfaces } = parts;
  return {
    config: defaultConfig,
    environment: commandEnvironment(folders),
    id: document.id ?? -1,
    folders,
    masterKey,
    randomBytes: (count) => randomBytes(count),
    monitor: { fd: FIRST_DESCRIPTOR, path: monitor },
    host: await hostFacts(engine, document),
    now: Math.floor(Date.now() / 1000),
    resources: {
      interface: (device) => interfaces.get(device) ?? {},
      secret: () => {
        throw unavailable('secrets need the package @virtweave/secondary-secret');
      },
      chardevSocket: () => undefined,
      chardevFile: () => undefined,
      chardevLog: () => undefined,
      diskSource: actualSource,
      fdGroup: (name) => {
        throw new VirtError('VIR_ERR_INVALID_ARG', `file descriptor group '${name}' was not associated with the domain`, {
          domain: 'VIR_FROM_QEMU',
        });
      },
      vdpaDevice: () => undefined,
      scsiGeneric: () => {
        throw unavailable('SCSI host devices need the package @virtweave/secondary-node-device');
      },
      vhostScsi: () => {
        throw unavailable('vhost SCSI devices need a descriptor that this host cannot hand over');
      },
      vsock: () => {
        throw unavailable('vsock needs a descriptor of /dev/vhost-vsock, which Node cannot hand over');
      },
      tpm: () => {
        throw unavailable('emulated TPMs are not started yet');
      },
      vhostUserGpu: ({ alias }) => gpuSocket(folders.domain, alias ?? 'video'),
      virtiofsSocket: () => undefined,
      graphics: (graphics) => ('listens' in graphics && graphics.port !== undefined && graphics.port > 0 ? { port: graphics.port } : {}),
      listenAddress: () => undefined,
      nbdkitSocket: () => undefined,
    },
  };
}

function unavailable(detail: string): VirtError {
  return new VirtError('VIR_ERR_CONFIG_UNSUPPORTED', detail, { domain: 'VIR_FROM_QEMU' });
}

async function hostFacts({ host }: QemuEngine, { devices }: Domain): Promise<HostFacts> {
  const cdroms = new Set<string>();
  for (const { device, source } of devices.disks) {
    if (device !== 'cdrom' || source.type !== 'block' || source.dev === undefined) continue;
    if (/^\/dev\/(sr|cdrom|scd)/.test(source.dev) && (await host.stat(source.dev))?.type === 'block') cdroms.add(source.dev);
  }
  return {
    isCdrom: (path) => cdroms.has(path),
    utcOffset: -new Date().getTimezoneOffset() * 60,
  };
}
