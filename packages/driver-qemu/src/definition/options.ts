import type { HostPciAddress, VirtType } from '@virtweave/core-conf';
import type { Accelerator, QemuCapabilities } from '../capabilities/index.ts';
import type { FirmwareDescriptor } from '../firmware/index.ts';

/** What the completion of a definition needs to know besides the document. All of it is fetched beforehand. */
export interface QemuDefinitionOptions {
  /** Of the emulator that the guest will run on; undefined: it is not known, and only safe defaults are set. */
  readonly capabilities: QemuCapabilities | undefined;
  /** libvirt's name of the host's architecture, such as `x86_64`. */
  readonly hostArch: string;
  readonly config: QemuDefinitionConfig;
  /**
   * The document defines a new guest, whose hardware may be more modern than that of an old one
   * (`VIR_DOMAIN_DEF_PARSE_ABI_UPDATE`).
   */
  readonly newDefinition?: boolean;
  /** Firmware that is installed, in the order in which it is tried. */
  readonly firmwares?: readonly FirmwareDescriptor[];
  /** The security model that the driver uses, such as `selinux`; `none`: no labels. */
  readonly securityModel?: string;
  /** A PCI device of the host; undefined when there is none at this address. */
  readonly hostPciDevice?: (address: HostPciAddress) => HostPciDevice | undefined;
  /** Environment of the driver: `QEMU_AUDIO_DRV` and `SDL_AUDIODRIVER` choose the default audio backend. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Settings of the driver that show in documents. */
export interface QemuDefinitionConfig {
  /** Folder of the firmware's variable stores. */
  readonly nvramDir: string;
  /** Folder of the guests' channel sockets. */
  readonly channelTargetDir: string;
  /** Folder of the driver's state. */
  readonly libDir?: string;
  /** VNC servers listen on a unix socket unless they say otherwise (`vnc_auto_unix_socket`). */
  readonly vncAutoUnixSocket?: boolean;
  /** The same for SPICE (`spice_auto_unix_socket`). */
  readonly spiceAutoUnixSocket?: boolean;
  /** SPICE servers have TLS ports (`spice_tls`). */
  readonly spiceTLS?: boolean;
  /** Guests with VNC may play sound on the host (`vnc_allow_host_audio`). */
  readonly vncAllowHostAudio?: boolean;
  /** The same for guests without a screen (`nographics_allow_host_audio`). */
  readonly nogfxAllowHostAudio?: boolean;
  /** Pairs of firmware and its template of variables, by path. */
  readonly firmwarePairs?: readonly { readonly code: string; readonly vars: string }[];
}

export interface HostPciDevice {
  /** The device is on PCI Express. */
  readonly express: boolean;
  /** Devices of one group can only be given away together. */
  readonly iommuGroup?: number;
}

/** What carries out the instructions of a guest of this type. */
export function acceleratorOf(type: VirtType): Accelerator {
  return type === 'kvm' || type === 'hvf' ? type : 'tcg';
}

/** {@link QemuDefinitionOptions} with what every step asks for. */
export interface DefinitionContext extends QemuDefinitionOptions {
  readonly newDefinition: boolean;
  /** Has the emulator the capability of this name? True when nothing is known about the emulator. */
  has(flag: string): boolean;
}

export function definitionContext(options: QemuDefinitionOptions): DefinitionContext {
  const { capabilities } = options;
  return {
    ...options,
    newDefinition: options.newDefinition ?? false,
    has: (flag) => capabilities === undefined || capabilities.hasFlag(flag),
  };
}
