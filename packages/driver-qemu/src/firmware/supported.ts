import { targetFromArch } from '../capabilities/arch.ts';
import type { FirmwareDescriptor, FirmwareMapping } from './descriptor.ts';
import { matchesGlob } from './match.ts';

/** What the installed firmware offers to one kind of machine. */
export interface SupportedFirmware {
  /** What a document may ask for: `<os firmware='..'>`. */
  readonly interfaces: readonly ('bios' | 'efi')[];
  /** There is one that keeps its variables safe from the guest, and starts signed systems only. */
  readonly secure: boolean;
  readonly images: readonly FirmwareImage[];
}

export interface FirmwareImage {
  readonly code: string;
  /** Template of the variables, for images that keep them in a file of their own. */
  readonly nvram?: string;
}

/**
 * What all descriptors together offer for a machine and an architecture (`qemuFirmwareGetSupported`).
 *
 * @param arch libvirt's name of it, such as `i686`
 */
export function supportedFirmware(firmwares: readonly FirmwareDescriptor[], machine: string, arch: string): SupportedFirmware {
  const architecture = targetFromArch(arch);
  const matching = firmwares.filter(({ targets }) =>
    targets.some((target) => target.architecture === architecture && target.machines.some((pattern) => matchesGlob(machine, pattern))),
  );
  const offered = new Set(matching.flatMap(({ interfaces }) => interfaces));
  const images = new Map<string, FirmwareImage>();
  for (const { mapping } of matching) {
    const image = imageOf(mapping);
    // Setting a key again keeps its place: the first descriptor of an image decides the order.
    if (image !== undefined) images.set(JSON.stringify(image), image);
  }
  return {
    interfaces: [...(offered.has('bios') ? (['bios'] as const) : []), ...(offered.has('uefi') ? (['efi'] as const) : [])],
    secure: matching.some(({ features }) => features.has('secure-boot') && features.has('requires-smm')),
    images: [...images.values()],
  };
}

function imageOf(mapping: FirmwareMapping): FirmwareImage | undefined {
  switch (mapping.device) {
    case 'flash':
      return { code: mapping.executable.filename, ...(mapping.mode === 'split' && { nvram: mapping.nvramTemplate.filename }) };
    case 'memory':
      return { code: mapping.filename };
    case 'kernel':
      return undefined;
  }
}
