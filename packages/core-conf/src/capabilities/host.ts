import type { CacheBank, HostCell, ResourceControl } from '@virtweave/core-util/host-facts';
import { XmlWriter } from '@virtweave/core-util/xml';
import type { HostCpuDefinition } from '../cpu/cpu.ts';
import { driverCapabilities } from '../host-capabilities/capabilities.ts';
import type { DriverHost } from '../host-capabilities/host.ts';
import type { HostNumaCell } from '../host-capabilities/topology.ts';
import { writeTable } from '../table/table.ts';
import { describeCaches, describeMemoryBandwidth } from './host-caches.ts';

/** The host's part of the capabilities. */
export interface HostCapabilities {
  readonly uuid?: string;
  /** libvirt's name of the architecture. */
  readonly arch: string;
  /** Model and features; undefined when nobody knows them. */
  readonly cpu?: HostCpuDefinition;
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

/** The `<host>` of the capabilities. */
export function describeCapabilitiesHost(host: HostCapabilities): DriverHost {
  const { uuid, arch, cpu, topology, migration, cells, caches = [], resourceControl } = host;
  const cache = describeCaches(caches, resourceControl);
  const memoryBandwidth = describeMemoryBandwidth(caches, resourceControl);
  return {
    ...(uuid !== undefined && { uuid }),
    cpu: { ...cpu, arch, ...(topology && { topology }), pageSizes: [...host.pageSizes] },
    powerManagement: [...host.powerManagement],
    iommu: host.iommu,
    ...(migration && { migration: { ...(migration.live && { live: true }), transports: [...migration.transports] } }),
    ...(cells.length > 0 && { topology: { cells: cells.map(describeCell) } }),
    ...(cache && { cache }),
    ...(memoryBandwidth && { memoryBandwidth }),
    securityModels: host.securityModels.map((one) => ({ ...one })),
  };
}

function describeCell({ id, memoryKib, pages, distances, cpus }: HostCell): HostNumaCell {
  return {
    id,
    memory: memoryKib,
    pages: pages.map((one) => ({ ...one })),
    ...(distances.length > 0 && { distances: distances.map(({ cell, value }) => ({ id: cell, value })) }),
    cpus: cpus.map((cpu) => ({
      id: cpu.id,
      socketId: cpu.socket,
      dieId: cpu.die,
      clusterId: cpu.cluster,
      coreId: cpu.core,
      siblings: cpu.siblings,
    })),
  };
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
  const xml = new XmlWriter();
  xml.open('capabilities');
  writeTable(driverCapabilities, { host: describeCapabilitiesHost(host), guests: [] }, { xml, inactive: false, secure: true, migratable: false });
  for (const write of guests) {
    write(xml);
    xml.raw('\n');
  }
  return xml.close().toString();
}
