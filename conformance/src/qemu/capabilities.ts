import { parseQemuCapabilities, probeQemu, type QemuCapabilities } from '@virtweave/driver-qemu/capabilities';
import type { CaseFiles } from '../adapter.ts';
import { loadReplies } from './replies.ts';

/** Derives capabilities from a recorded conversation. */
export async function capabilitiesFromReplies(
  text: string,
  options: { readonly emulator: string; readonly hvf?: boolean; readonly microcodeVersion?: number },
): Promise<QemuCapabilities> {
  const sessions = loadReplies(text);
  return probeQemu({
    emulator: options.emulator,
    hvf: options.hvf ?? false,
    host: { microcodeVersion: sessions.length > 1 ? (options.microcodeVersion ?? 0) : 0 },
    open: async (accelerator) => {
      const session = sessions[accelerator === 'tcg' ? 1 : 0];
      if (session === undefined) throw new Error('the recording has no session for TCG');
      return session;
    },
  });
}

/** Field `caps` of the QEMU suites. */
export interface CaseCapabilities {
  readonly arch: string;
  readonly variant: string;
  readonly replies: string;
  readonly capsXml?: string;
  readonly stripMachineAliases?: boolean;
  readonly addFlags?: readonly string[];
  readonly removeFlags?: readonly string[];
}

const derived: Map<string, Promise<QemuCapabilities>> = new Map();

/** The capabilities that a case is to run with: from the document where there is one, else derived, then edited. */
export async function capabilitiesForCase(
  caps: CaseCapabilities,
  files: CaseFiles,
  gic?: 'none' | 'v2' | 'v3' | 'both',
): Promise<QemuCapabilities> {
  const path = caps.capsXml ?? caps.replies;
  const known = derived.get(path) ?? load(caps, files);
  derived.set(path, known);
  const versions = { none: undefined, v2: [2], v3: [3], both: [2, 3] }[gic ?? 'none'];
  return (await known).edit({
    ...(caps.addFlags === undefined ? {} : { addFlags: caps.addFlags }),
    ...(caps.removeFlags === undefined ? {} : { removeFlags: caps.removeFlags }),
    ...(caps.stripMachineAliases === true ? { stripMachineAliases: true } : {}),
    ...(versions === undefined ? {} : { gic: versions.map((version) => ({ version, kernel: true, emulated: true })) }),
  });
}

async function load(caps: CaseCapabilities, files: CaseFiles): Promise<QemuCapabilities> {
  if (caps.capsXml !== undefined) return parseQemuCapabilities(await files.read(caps.capsXml));
  return capabilitiesFromReplies(await files.read(caps.replies), {
    emulator: `/usr/bin/qemu-system-${caps.arch}`,
    hvf: caps.variant.includes('hvf'),
  });
}
