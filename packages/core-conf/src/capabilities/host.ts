import type { CacheBank, HostCell, ResourceControl } from '@virtweave/core-util/host-facts';
import { XmlWriter } from '@virtweave/core-util/xml';
import { writeCaches, writeMemoryBandwidth } from './host-caches.ts';

/** The host's part of the capabilities. */
export interface HostCapabilities {
  readonly uuid?: string;
  /** libvirt's name of the architecture. */
  readonly arch: string;
  /** Numbers per socket and so on, for `<topology>` of the CPU. */
  readonly topology?: HostCpuTopology;
  /** Sizes of memory pages, KiB. */
  readonly pageSizes: readonly number[];
  readonly powerManagement: readonly ('suspend_mem' | 'suspend_disk' | 'suspend_hybrid')[];
  readonly iommu: boolean;
  /** Guests can be moved, perhaps while they run, by these URI schemes; undefined when they cannot. */
  readonly migration?: { readonly live: boolean; readonly transports: readonly string[] };
  readonly cells: readonly HostCell[];
  /** Ascending, by level and number. */
  readonly caches?: readonly CacheBank[];
  readonly resourceControl?: ResourceControl;
  readonly securityModels: readonly { readonly model: string; readonly doi: string }[];
}

export interface HostCpuTopology {
  readonly sockets: number;
  readonly dies: number;
  readonly clusters: number;
  readonly cores: number;
  readonly threads: number;
}

/**
 * Writes the `<capabilities>` document, as libvirt does.
 *
 * @param guests each writes one `<guest>`
 */
export function formatHostCapabilities(
  host: HostCapabilities,
  guests: readonly ((out: XmlWriter) => void)[] = [],
): string {
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
  if (host.migration !== undefined) writeMigration(out, host.migration);
  if (host.cells.length > 0) writeCells(out, host.cells);
  const { caches = [], resourceControl } = host;
  writeCaches(out, caches, resourceControl);
  writeMemoryBandwidth(out, caches, resourceControl);
  for (const { model, doi } of host.securityModels) out.open('secmodel').leaf('model', model).leaf('doi', doi).close();
  out.close().raw('\n');
  for (const write of guests) {
    write(out);
    out.raw('\n');
  }
  return out.close().toString();
}

function writeMigration(out: XmlWriter, { live, transports }: NonNullable<HostCapabilities['migration']>): void {
  out.open('migration_features');
  if (live) out.open('live').close();
  if (transports.length > 0) {
    out.open('uri_transports');
    for (const transport of transports) out.leaf('uri_transport', transport);
    out.close();
  }
  out.close(true);
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
