import {
  formatCapabilities,
  guestOf,
  parseQemuCapabilities,
  QemuCapabilities,
} from '@virtweave/driver-qemu/capabilities';
import type { Adapter } from '../adapter.ts';

interface Caps2XmlCase {
  readonly arch: string;
  readonly binary: string;
  readonly input: string;
}

/** The flags of a capability document to the guest part of the host capabilities. */
export const run: Adapter = async (testCase, files) => {
  const { arch, binary, input } = testCase as unknown as Caps2XmlCase;
  const { flags } = parseQemuCapabilities(await files.read(input));
  // Only the flags count: no machines, no CPU models.
  const caps = new QemuCapabilities({
    emulator: binary,
    emulatorCtime: 0,
    selfCtime: 0,
    selfVersion: 0,
    flags,
    version: 0,
    microcodeVersion: 0,
    arch,
    accelerators: new Map(),
    gic: [],
  });
  const host = { arch, pageSizes: [], powerManagement: [], iommu: false, cells: [], securityModels: [] };
  return { expected: formatCapabilities(host, [guestOf(caps)]) };
};
