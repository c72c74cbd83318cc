import { emptyDomainCapabilities, type Cpu, type DomainCapabilities } from '@virtweave/core-conf';
import { acceleratorOf } from '../definition/options.ts';
import type { QemuCapabilities, QemuVirtType } from '../capabilities/index.ts';
import type { SupportedFirmware } from '../firmware/index.ts';
import { cpuCapabilities } from './cpu.ts';
import { deviceCapabilities } from './devices.ts';
import { featureCapabilities } from './features.ts';

/** Which guests are asked about. */
export interface QemuGuestKind {
  readonly virtType: QemuVirtType;
  /** The machine's full name. */
  readonly machine: string;
  readonly arch: string;
}

/** What the answer depends on besides the emulator. */
export interface DomainCapabilitiesFacts {
  readonly hostArch: string;
  /** What the installed firmware offers to such guests. */
  readonly firmware: SupportedFirmware;
  /** Paths of the firmware images that are there. */
  readonly loaders: readonly string[];
  /** The most vCPUs that the kernel gives to a guest of KVM. */
  readonly kvmMaxVcpus?: number;
  /** Versions of TPM that the installed emulator has; none: it is not installed. */
  readonly tpmVersions: readonly string[];
  /** PCI devices of the host can be given away. */
  readonly vfio: boolean;
  /** Guests that the CPU can encrypt at a time; undefined when nobody knows. */
  readonly sevGuests?: { readonly plain: number; readonly encryptedState: number };
  /** The CPU that `host-model` stands for; undefined when it cannot be told. */
  readonly hostModel?: Cpu;
  /** Models of libvirt's CPU database; undefined where the emulator's own are all there are. */
  readonly cpuModels?: readonly KnownCpuModel[];
  /** Bits of physical addresses of the host; 0 or undefined when unknown. */
  readonly physicalAddressBits?: number;
}

/** A model of libvirt's CPU database. */
export interface KnownCpuModel {
  readonly name: string;
  readonly vendor?: string;
  /** For a version that is no different from another model: that model's name. */
  readonly canonical?: string;
}

/** What guests of a kind can have under an emulator (`virQEMUCapsFillDomainCaps`). */
export function qemuDomainCapabilities(
  capabilities: QemuCapabilities,
  guest: QemuGuestKind,
  facts: DomainCapabilitiesFacts,
): DomainCapabilities {
  const { virtType, machine, arch } = guest;
  const empty = emptyDomainCapabilities({ path: capabilities.emulator, domain: virtType, machine, arch });
  const { features, ...rest } = empty;
  const most = maxVcpus(capabilities, guest, facts);
  return {
    ...rest,
    ...(most > 0 && { maxVcpus: most }),
    iothreads: true,
    os: {
      supported: true,
      firmware: [...facts.firmware.interfaces],
      loader: {
        supported: true,
        values: [...facts.loaders],
        type: ['rom', 'pflash'],
        readonly: ['yes', 'no'],
        secure: facts.firmware.secure ? ['yes', 'no'] : ['no'],
      },
    },
    cpu: cpuCapabilities(capabilities, guest, facts),
    memoryBacking: {
      supported: true,
      sourceType: ['file', 'anonymous', ...(capabilities.hasFlag('memory-backend-memfd') ? ['memfd'] : [])],
    },
    devices: deviceCapabilities(capabilities, guest, facts),
    features: { ...features, ...featureCapabilities(capabilities, guest, facts) },
  };
}

function maxVcpus(capabilities: QemuCapabilities, { virtType, machine }: QemuGuestKind, { kvmMaxVcpus }: DomainCapabilitiesFacts): number {
  const most = capabilities.machine(machine, acceleratorOf(virtType))?.maxCpus ?? 0;
  return virtType === 'kvm' && kvmMaxVcpus !== undefined ? Math.min(most, kvmMaxVcpus) : most;
}
