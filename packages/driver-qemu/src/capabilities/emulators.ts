import { VirtError, type Host } from '@virtweave/core-util';
import { archFromTarget, targetFromArch } from './arch.ts';

/** Where emulators are looked for when the caller does not say. */
export interface EmulatorSearch {
  /** Folders, first wins. Default: `/usr/bin`, then the others of a usual PATH, then `/usr/libexec`. */
  readonly folders?: readonly string[];
}

const usualFolders = ['/usr/bin', '/usr/local/bin', '/usr/local/sbin', '/usr/sbin', '/sbin', '/bin', '/usr/libexec'];

/** The emulator for guests of this architecture; undefined when there is none. */
export async function findEmulator(host: Host, arch: string, search: EmulatorSearch = {}): Promise<string | undefined> {
  const names = [`qemu-system-${targetFromArch(arch)}`];
  // A 64-bit PC runs 32-bit guests, and the emulator for it is often the only one installed.
  if (arch === 'i686') names.push('qemu-system-x86_64');
  // Red Hat's name for the emulator of the host's own architecture.
  if (arch === 'x86_64') names.push('qemu-kvm');
  for (const name of names) {
    for (const folder of search.folders ?? usualFolders) {
      const path = `${folder}/${name}`;
      if (await isExecutable(host, path)) return path;
    }
  }
  return undefined;
}

/** All emulators that are installed, by architecture (libvirt's name), sorted. */
export async function listEmulators(host: Host, search: EmulatorSearch = {}): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const folder of search.folders ?? usualFolders) {
    for (const name of (await host.list(folder)) ?? []) {
      const target = /^qemu-system-([a-z0-9_]+)$/.exec(name)?.[1];
      if (target === undefined) continue;
      const arch = archFromTarget(target);
      if (!found.has(arch) && (await isExecutable(host, `${folder}/${name}`))) found.set(arch, `${folder}/${name}`);
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function isExecutable(host: Host, path: string): Promise<boolean> {
  const stat = await host.stat(path);
  return stat?.type === 'file' && (stat.mode & 0o111) !== 0;
}

/** What a guest needs that no emulator has. */
export interface WantedCapabilities {
  readonly osType?: string;
  readonly arch?: string;
  readonly domainType?: string;
  readonly emulator?: string;
  readonly machine?: string;
}

/** libvirt's error for a guest that nothing here can run. */
export function noCapabilities(wanted: WantedCapabilities): VirtError {
  const parts = [
    ['ostype', wanted.osType],
    ['arch', wanted.arch],
    ['domaintype', wanted.domainType],
    ['emulator', wanted.emulator],
    ['machine', wanted.machine],
  ] as const;
  const text = parts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`])).join(' ');
  return new VirtError('VIR_ERR_INVALID_ARG', `could not find capabilities for ${text}`, { domain: 'VIR_FROM_QEMU' });
}
