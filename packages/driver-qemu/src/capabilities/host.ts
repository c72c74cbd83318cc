import { formatHostCapabilities, type HostCapabilities, type HostCpuTopology } from '@virtweave/core-conf';
import { isUsableUuid, normalizeUuid, type Host } from '@virtweave/core-util';
import { readCacheBanks, readHostCells, readResourceControl, type HostCell } from '@virtweave/core-util/host-facts';
import { writeGuest, type GuestCapabilities } from './guests.ts';

/** What the host says about itself. Without a CPU model, which is the CPU service's to find out. */
export async function describeHost(host: Host): Promise<HostCapabilities> {
  const [uuid, arch, cells, caches, resourceControl, power, groups] = await Promise.all([
    readHostUuid(host),
    readArch(host),
    readHostCells(host),
    readCacheBanks(host),
    readResourceControl(host),
    readOptional(host, '/sys/power/state'),
    host.list('/sys/kernel/iommu_groups'),
  ]);
  const states = new Set(power?.split(/\s+/));
  return {
    ...(uuid === undefined ? {} : { uuid }),
    arch,
    topology: topologyOf(cells),
    pageSizes: [...new Set(cells.flatMap(({ pages }) => pages.map(({ size }) => size)))].sort((a, b) => a - b),
    powerManagement: [
      ...(states.has('mem') ? (['suspend_mem'] as const) : []),
      ...(states.has('disk') ? (['suspend_disk'] as const) : []),
      ...(states.has('mem') && states.has('disk') ? (['suspend_hybrid'] as const) : []),
    ],
    iommu: (groups?.length ?? 0) > 0,
    cells,
    caches,
    resourceControl,
    securityModels: [{ model: 'none', doi: '0' }],
  };
}

/** libvirt's host UUID: the firmware's, else the one of the installation; undefined when neither is there. */
export async function readHostUuid(host: Host): Promise<string | undefined> {
  for (const path of ['/sys/class/dmi/id/product_uuid', '/etc/machine-id']) {
    const text = (await readOptional(host, path))?.trim();
    if (text !== undefined && /^[0-9a-f-]{32,36}$/i.test(text) && isUsableUuid(text)) return normalizeUuid(text);
  }
  return undefined;
}

/** Writes the `<capabilities>` document, as libvirt does. */
export function formatCapabilities(host: HostCapabilities, guests: readonly GuestCapabilities[]): string {
  return formatHostCapabilities(
    host,
    guests.map((guest) => (out) => writeGuest(out, guest)),
  );
}

function topologyOf(cells: readonly HostCell[]): HostCpuTopology {
  const cpus = cells.flatMap((cell) => cell.cpus);
  const count = (key: (cpu: (typeof cpus)[number]) => string): number => Math.max(1, new Set(cpus.map(key)).size);
  const sockets = count((cpu) => `${cpu.socket}`);
  const cores = count((cpu) => `${cpu.socket}/${cpu.die}/${cpu.core}`);
  // libvirt tells dies and clusters per cell only; the CPU's own topology has one of each.
  return {
    sockets,
    dies: 1,
    clusters: 1,
    cores: Math.max(1, Math.floor(cores / sockets)),
    threads: Math.max(1, Math.floor(cpus.length / cores)),
  };
}

const arches: ReadonlyMap<string, string> = new Map([
  ['i386', 'i686'],
  ['i486', 'i686'],
  ['i586', 'i686'],
  ['amd64', 'x86_64'],
  ['arm64', 'aarch64'],
]);

async function readArch(host: Host): Promise<string> {
  const machine = (await readOptional(host, '/proc/sys/kernel/arch')) ?? (await host.run('uname', ['-m'])).stdout;
  return arches.get(machine.trim()) ?? machine.trim();
}

async function readOptional(host: Host, path: string): Promise<string | undefined> {
  if ((await host.stat(path)) === undefined) return undefined;
  return (await host.readFile(path, { maxBytes: 65536 })).toString('utf8');
}
