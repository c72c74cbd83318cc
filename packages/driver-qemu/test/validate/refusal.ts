import { isVirtError } from '@virtweave/core-util';
import { parseQemuDefinition } from '../../src/definition/index.ts';
import { QemuCapabilities } from '../../src/capabilities/index.ts';

const machine = (name: string, maxCpus: number): never =>
  ({ name, maxCpus, hotplugCpus: true, isDefault: false, numaMemSupported: false, deprecated: false, acpi: true }) as never;

const flags = [
  'tcg', 'vnc', 'spice', 'sdl', 'egl-headless', 'VGA', 'piix3-usb-uhci', 'qemu-xhci', 'pcie-root-port', 'ich9-ahci', 'usb-storage',
  'lsi', 'rng-random', 'pvpanic', 'ivshmem-plain', 'virtio-iommu-pci', 'intel-iommu', 'tpm-tis', 'tpm-emulator', 'pc-dimm',
  'ich9-usb-ehci1', 'nvdimm', 'isa-serial', 'ccid-emulated', 'zpci', 'virtio-mem-pci',
];

const machines = {
  x86_64: [machine('pc', 255), machine('q35', 288)],
  ppc64: [machine('pseries', 255)],
  s390x: [machine('s390-ccw-virtio', 255)],
} as const;

export type Arch = keyof typeof machines;

const capabilities = (arch: Arch): QemuCapabilities =>
  new QemuCapabilities({
    emulator: `/usr/bin/qemu-system-${arch}`,
    emulatorCtime: 0,
    selfCtime: 0,
    selfVersion: 0,
    flags: new Set(flags),
    version: 9002000,
    microcodeVersion: 0,
    arch,
    accelerators: new Map([['tcg', { machines: machines[arch] }]]),
    gic: [],
  });

export interface GuestOptions {
  readonly machine?: string;
  readonly arch?: Arch;
  readonly vcpu?: string;
  readonly memory?: string;
}

/** The document of a guest with these devices. */
export function guest(devices: string, rest = '', options: GuestOptions = {}): string {
  const { machine: name = 'pc', arch = 'x86_64', vcpu = '<vcpu>4</vcpu>', memory = '<memory>1048576</memory>' } = options;
  const count = vcpu.startsWith('<') ? vcpu : `<vcpu>${vcpu}</vcpu>`;
  return `<domain type='qemu'><name>g</name>${memory}${count}
    <os><type arch='${arch}' machine='${name}'>hvm</type></os>${rest}<devices>${devices}</devices></domain>`;
}

/** Code and words with which a new definition is refused; undefined when it is not. */
export function messageOf(xml: string, arch: Arch = 'x86_64'): string | undefined {
  try {
    parseQemuDefinition(xml, {
      capabilities: capabilities(arch),
      hostArch: 'x86_64',
      config: { nvramDir: '/nvram', channelTargetDir: '/channel' },
      newDefinition: true,
    });
    return undefined;
  } catch (error) {
    if (!isVirtError(error)) throw error;
    return `${error.code} ${error.detail ?? ''}`;
  }
}
