import type { XmlWriter } from '@virtweave/core-util/xml';
import { isX86 } from './arch.ts';
import type { QemuCapabilities } from './capabilities.ts';
import type { Accelerator, QemuMachine } from './types.ts';

/** A kind of guest that can run here: `<guest>` of the host capabilities. */
export interface GuestCapabilities {
  readonly osType: 'hvm';
  readonly arch: string;
  readonly wordSize: 32 | 64;
  readonly emulator: string;
  /** Aliases follow the machine they stand for. */
  readonly machines: readonly GuestMachine[];
  readonly domainTypes: readonly string[];
  readonly features: readonly GuestFeature[];
}

export interface GuestMachine {
  readonly name: string;
  /** The machine that this alias stands for. */
  readonly canonical?: string;
  readonly maxCpus: number;
  readonly deprecated: boolean;
}

/** `default` and `toggle` only where a feature can be off at all. */
export interface GuestFeature {
  readonly name: string;
  readonly default?: boolean;
  readonly toggle?: boolean;
}

/** What guests an emulator runs. */
export function guestOf(caps: QemuCapabilities): GuestCapabilities {
  const { arch } = caps;
  const accelerator: Accelerator | undefined = caps.accelerators[0];
  const machines = accelerator === undefined ? [] : caps.machines(accelerator);
  return {
    osType: 'hvm',
    arch,
    wordSize: wordSize(arch),
    emulator: caps.emulator,
    machines: machines.flatMap(namesOf),
    domainTypes: (['qemu', 'kvm', 'hvf'] as const).filter((type) => caps.supportsVirtType(type)),
    features: featuresOf(arch),
  };
}

/** Bits of a pointer of the architecture. */
export function wordSize(arch: string): 32 | 64 {
  return /64|s390x|alpha/.test(arch) ? 64 : 32;
}

function namesOf({ name, alias, maxCpus, deprecated }: QemuMachine): readonly GuestMachine[] {
  const machine = { name, maxCpus, deprecated };
  return alias === undefined ? [machine] : [machine, { name: alias, canonical: name, maxCpus, deprecated }];
}

function featuresOf(arch: string): readonly GuestFeature[] {
  return [
    ...(arch === 'i686' ? [{ name: 'pae' }, { name: 'nonpae' }] : []),
    ...(isX86(arch) || arch === 'aarch64' || arch === 'loongarch64'
      ? [{ name: 'acpi', default: true, toggle: true }]
      : []),
    ...(isX86(arch) ? [{ name: 'apic', default: true, toggle: false }] : []),
    { name: 'cpuselection' },
    { name: 'deviceboot' },
    { name: 'disksnapshot', default: true, toggle: false },
    { name: 'externalSnapshot' },
  ];
}

/** Writes a `<guest>`. */
export function writeGuest(out: XmlWriter, guest: GuestCapabilities): void {
  out.open('guest').leaf('os_type', guest.osType).open('arch').attr('name', guest.arch);
  out.leaf('wordsize', String(guest.wordSize)).leaf('emulator', guest.emulator);
  for (const { name, canonical, maxCpus, deprecated } of guest.machines) {
    out.open('machine');
    if (canonical !== undefined) out.attr('canonical', canonical);
    if (maxCpus > 0) out.attr('maxCpus', String(maxCpus));
    if (deprecated) out.attr('deprecated', 'yes');
    out.text(name).close();
  }
  for (const type of guest.domainTypes) out.open('domain').attr('type', type).close();
  out.close().open('features');
  for (const feature of guest.features) {
    out.open(feature.name);
    if (feature.default !== undefined) out.attr('default', feature.default ? 'on' : 'off');
    if (feature.toggle !== undefined) out.attr('toggle', feature.toggle ? 'yes' : 'no');
    out.close();
  }
  out.close().close();
}
