import { isUsableUuid, normalizeUuid, type Host } from '@virtweave/core-util';
import { XmlWriter } from '@virtweave/core-util/xml';
import { writeGuest, type GuestCapabilities } from './guests.ts';
import { readHostCells, type HostCell } from './host-topology.ts';

/** The host's part of the capabilities. */
export interface HostDescription {
  readonly uuid?: string;
  /** libvirt's name of the architecture. */
  readonly arch: string;
  /** Numbers per socket and so on, for `<topology>` of the CPU. */
  readonly topology?: CpuTopology;
  /** Sizes of memory pages, KiB. */
  readonly pageSizes: readonly number[];
  readonly powerManagement: readonly ('suspend_mem' | 'suspend_disk' | 'suspend_hybrid')[];
  readonly iommu: boolean;
  /** URI schemes that guests can be moved with; undefined when they cannot. */
  readonly migrationTransports?: readonly string[];
  readonly cells: readonly HostCell[];
  readonly securityModels: readonly { readonly model: string; readonly doi: string }[];
}

export interface CpuTopology {
  readonly sockets: number;
  readonly dies: number;
  readonly clusters: number;
  readonly cores: number;
  readonly threads: number;
}

/** What the host says about itself. Without a CPU model, which is the CPU service's to find out. */
export async function describeHost(host: Host): Promise<HostDescription> {
  const [uuid, arch, cells, power, groups] = await Promise.all([
    readHostUuid(host),
    readArch(host),
    readHostCells(host),
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
export function formatHostCapabilities(host: HostDescription, guests: readonly GuestCapabilities[]): string {
  const out = new XmlWriter();
  out.open('capabilities').raw('\n').open('host');
  if (host.uuid !== undefined) out.leaf('uuid', host.uuid);
  out.open('cpu').leaf('arch', host.arch);
  if (host.topology !== undefined) {
    out.open('topology');
    for (const [name, value] of Object.entries(host.topology)) out.attr(name, String(value));
    out.close();
  }
  for (const size of host.pageSizes) out.open('pages').attr('unit', 'KiB').attr('size', String(size)).close();
  out.close().open('power_management');
  for (const target of host.powerManagement) out.open(target).close();
  out
    .close()
    .open('iommu')
    .attr('support', host.iommu ? 'yes' : 'no')
    .close();
  if (host.migrationTransports !== undefined) {
    out.open('migration_features').open('live').close().open('uri_transports');
    for (const transport of host.migrationTransports) out.leaf('uri_transport', transport);
    out.close().close();
  }
  if (host.cells.length > 0) writeCells(out, host.cells);
  for (const { model, doi } of host.securityModels) out.open('secmodel').leaf('model', model).leaf('doi', doi).close();
  out.close().raw('\n');
  for (const guest of guests) {
    writeGuest(out, guest);
    out.raw('\n');
  }
  return out.close().toString();
}

function writeCells(out: XmlWriter, cells: readonly HostCell[]): void {
  out.open('topology').open('cells').attr('num', String(cells.length));
  for (const cell of cells) {
    out.open('cell').attr('id', String(cell.id));
    out.open('memory').attr('unit', 'KiB').text(String(cell.memoryKib)).close();
    for (const { size, count } of cell.pages) {
      out.open('pages').attr('unit', 'KiB').attr('size', String(size)).text(String(count)).close();
    }
    if (cell.distances.length > 0) {
      out.open('distances');
      for (const { cell: id, value } of cell.distances) {
        out.open('sibling').attr('id', String(id)).attr('value', String(value)).close();
      }
      out.close();
    }
    out.open('cpus').attr('num', String(cell.cpus.length));
    for (const cpu of cell.cpus) {
      out.open('cpu').attr('id', String(cpu.id)).attr('socket_id', String(cpu.socket)).attr('die_id', String(cpu.die));
      out
        .attr('cluster_id', String(cpu.cluster))
        .attr('core_id', String(cpu.core))
        .attr('siblings', cpu.siblings)
        .close();
    }
    out.close().close();
  }
  out.close().close();
}

function topologyOf(cells: readonly HostCell[]): CpuTopology {
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
