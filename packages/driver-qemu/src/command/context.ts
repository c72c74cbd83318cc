import type {
  ChardevSource,
  Disk,
  DiskSource,
  Filesystem,
  Graphics,
  Hostdev,
  Interface,
  SecretUse,
  Tpm,
  Video,
} from '@virtweave/core-conf';

/**
 * Everything that a command line depends on besides the document and the emulator. Building is synchronous and pure:
 * what has to be fetched or created (sockets, taps, secrets, ports) is prepared before and handed over here.
 */
export interface CommandContext {
  readonly config: CommandConfig;
  /** What the emulator inherits from the environment: `PATH`, `USER`, ..., in order. */
  readonly environment: readonly (readonly [name: string, value: string])[];
  /** Variables of our own process that change what a guest gets (`QEMU_AUDIO_DRV`). */
  readonly daemonEnvironment?: Readonly<Record<string, string>>;
  /** Number of the guest; -1 while it is not running. */
  readonly id: number;
  readonly folders: CommandFolders;
  /** Key that protects the secrets on the command line, 32 bytes. QEMU reads it from `folders.domain`. */
  readonly masterKey: Uint8Array;
  /** Fresh random bytes, for initialization vectors. */
  randomBytes(count: number): Uint8Array;
  /** The monitor's listening socket as a descriptor that QEMU inherits; absent: QEMU makes `monitorSocket` itself. */
  readonly monitor: { readonly fd?: number; readonly path: string };
  readonly host: HostFacts;
  readonly resources: CommandResources;
  /** What an interface of a network turned out to be. */
  actualInterface?(device: Interface): Interface | undefined;
  /** The guest comes from elsewhere: a migration or saved state. */
  readonly incoming?: { readonly uri: string; readonly fd?: number };
  /** Seconds since the epoch, for the guest's clock. */
  readonly now: number;
}

/** The driver's configuration (`qemu.conf`), as far as the command line depends on it. */
export interface CommandConfig {
  /** Run QEMU in its own seccomp sandbox; undefined: the driver's default, which is on. */
  readonly seccompSandbox?: boolean;
  /** A time stamp in front of each of QEMU's messages. */
  readonly logTimestamp: boolean;
  /** Put guest memory into core dumps of QEMU. */
  readonly dumpGuestCore: boolean;
  readonly setProcessName: boolean;
  readonly vncListen: string;
  /** VNC servers without an address listen on a socket in the guest's folder. */
  readonly vncAutoUnixSocket: boolean;
  readonly spiceAutoUnixSocket: boolean;
  readonly vncTls: boolean;
  readonly vncTlsX509Verify: boolean;
  readonly vncTlsX509CertDir: string;
  readonly vncTlsX509SecretUuid?: string;
  readonly vncSasl: boolean;
  readonly vncSaslDir?: string;
  readonly vncPassword?: string;
  readonly vncAllowHostAudio: boolean;
  readonly spiceListen: string;
  readonly spiceTls: boolean;
  readonly spiceTlsX509CertDir: string;
  readonly spiceSasl: boolean;
  readonly spiceSaslDir?: string;
  readonly spicePassword?: string;
  readonly chardevTls: boolean;
  readonly chardevTlsX509CertDir: string;
  readonly chardevTlsX509Verify: boolean;
  readonly chardevTlsX509SecretUuid?: string;
  readonly nbdTlsX509CertDir: string;
  readonly nbdTlsX509SecretUuid?: string;
  readonly vxhsTlsX509CertDir: string;
  readonly vxhsTlsX509SecretUuid?: string;
  readonly hugepages: readonly HugetlbMount[];
  readonly glusterDebugLevel: number;
  /** What QEMU does about deprecated features (`deprecation_behavior`). */
  readonly deprecationBehavior?: string;
  readonly storageUseNbdkit: boolean;
  readonly nogfxAllowHostAudio: boolean;
}

/** A hugetlbfs file system. */
export interface HugetlbMount {
  readonly path: string;
  /** KiB. */
  readonly size: number;
  /** Taken when the document names no size. */
  readonly isDefault: boolean;
}

/** Folders of this guest. */
export interface CommandFolders {
  /** Its own folder: sockets, the master key. */
  readonly domain: string;
  /** Sockets of channels whose path is made up. */
  readonly channelTarget: string;
  /** Files that back guest memory. */
  readonly memoryBacking: string;
  readonly passt: string;
  readonly dbus: string;
  readonly rdp: string;
  readonly slirp: string;
  /** Name of the guest's part in folders shared with others: `ID-NAME`, shortened. */
  readonly shortName: string;
}

/** Facts about this machine. */
export interface HostFacts {
  /** KiB. */
  readonly defaultHugepageSize?: number;
  /** Path of the DRM render node that is taken when the document names none. */
  readonly renderNode?: string;
  /** Nodes that numad advises, for automatic placement. */
  readonly autoNodeset?: string;
  /** Bits of physical addresses; 0 or undefined when unknown. */
  readonly physicalAddressBits?: number;
  /** NUMA nodes that exist. */
  readonly numaNodes?: readonly number[];
  /** The NUMA node of a CPU; absent: nobody knows. */
  readonly nodeOfCpu?: (cpu: number) => number | undefined;
  /** Values for `<smbios mode='host'/>`. */
  readonly sysinfo?: import('@virtweave/core-conf').SmbiosSysinfo;
  /** SEV facts from the host. */
  readonly sev?: { readonly cbitpos: number; readonly reducedPhysBits: number };
  /** Seconds that local time is ahead of UTC. */
  readonly utcOffset: number;
  /** Is this block device a CD-ROM drive of the host? */
  isCdrom(path: string): boolean;
}

/** A descriptor that QEMU inherits. */
export type Descriptor = number;

/** An interface as it was set up on the host. */
export interface PreparedInterface {
  /** Tap descriptors, one per queue. */
  readonly tapFds?: readonly Descriptor[];
  readonly vhostFds?: readonly Descriptor[];
  /** A tap device that QEMU opens by name, where descriptors cannot be handed over. */
  readonly tapName?: string;
  /** How often QEMU opens `tapName`: once for each queue. */
  readonly tapQueues?: number;
  /** QEMU opens /dev/vhost-net itself. */
  readonly vhost?: boolean;
  /** What a `network` interface turned out to be. */
  readonly actual?: Interface;
  readonly vdpaFd?: Descriptor;
  /** Socket of the passt process. */
  readonly passtSocket?: string;
  readonly slirpFd?: Descriptor;
}

/** What was prepared for single devices. Each look-up answers from what is already there. */
export interface CommandResources {
  interface(device: Interface, index: number): PreparedInterface;
  /** Value of a secret. */
  secret(use: SecretUse): Uint8Array;
  /** The listening socket of a `unix` character device in server mode, where it was made beforehand. */
  chardevSocket(source: ChardevSource): Descriptor | undefined;
  /** The open file behind a `file` character device. */
  chardevFile(source: ChardevSource): Descriptor | undefined;
  chardevLog(file: string): Descriptor | undefined;
  /** Where a `volume` source lies, and its own chain. */
  diskSource(source: DiskSource, disk?: Disk): DiskSource;
  /** Descriptors of a group that the client handed over. */
  fdGroup(name: string): { readonly fds: readonly Descriptor[]; readonly writable: boolean };
  vdpaDevice(path: string): Descriptor | undefined;
  /** Name of the generic SCSI device (`sg0`) of a host device. */
  scsiGeneric(hostdev: Hostdev): string;
  vhostScsi(hostdev: Hostdev): Descriptor;
  vsock(): { readonly fd: Descriptor; readonly cid: number };
  tpm(tpm: Tpm): {
    readonly socket?: string;
    readonly fd?: Descriptor;
    readonly cancelFd?: Descriptor;
    readonly cancelPath?: string;
  };
  /** Socket of the process that plays a vhost-user GPU: connected and inherited, or the path where it listens. */
  vhostUserGpu(video: Video): Descriptor | string;
  virtiofsSocket(filesystem: Filesystem): string | undefined;
  /** Ports that were chosen for a server. */
  graphics(graphics: Graphics): { readonly port?: number; readonly tlsPort?: number; readonly websocket?: number };
  /** The listen address of a `network` listen. */
  listenAddress(network: string): string | undefined;
  /** Number of the nbdkit socket, when nbdkit serves this source. */
  nbdkitSocket(source: DiskSource, nodeName: string): string | undefined;
}
