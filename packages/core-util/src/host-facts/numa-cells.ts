import { factNumber, factText, numbered, type FactsHost } from './sysfs.ts';

/** A NUMA cell of the host. */
export interface HostCell extends CellMemory {
  readonly id: number;
  readonly cpus: readonly HostCpu[];
}

/** The memory of a cell. */
export interface CellMemory {
  readonly memoryKib: number;
  /** Page sizes and how many pages of each there are. */
  readonly pages: readonly PageCount[];
  readonly distances: readonly { readonly cell: number; readonly value: number }[];
}

export interface PageCount {
  /** KiB. */
  readonly size: number;
  readonly count: number;
}

/** A logical CPU and where it sits. */
export interface HostCpu {
  readonly id: number;
  readonly socket: number;
  readonly die: number;
  readonly cluster: number;
  readonly core: number;
  /** The logical CPUs of its core, such as `0-1`. */
  readonly siblings: string;
}

const nodes = '/sys/devices/system/node';
const cpus = '/sys/devices/system/cpu';

/**
 * The NUMA cells of the host, out of /sys; a kernel without NUMA has one cell.
 *
 * @param memoryOf tells the memory of a cell, where it is not the kernel's files that are to be asked
 */
export async function readHostCells(
  host: FactsHost,
  memoryOf?: (cell: number) => CellMemory | Promise<CellMemory>,
): Promise<readonly HostCell[]> {
  const ids = numbered((await host.list(nodes)) ?? [], 'node');
  if (ids.length === 0) {
    const online = numbered((await host.list(cpus)) ?? [], 'cpu');
    return [{ id: 0, ...(await (memoryOf?.(0) ?? readWholeMemory(host))), cpus: await readCpus(host, online) }];
  }
  return Promise.all(
    ids.map(async (id) => ({
      id,
      ...(await (memoryOf?.(id) ?? readMemory(host, id, ids))),
      cpus: await readCpus(host, numbered((await host.list(`${nodes}/node${id}`)) ?? [], 'cpu')),
    })),
  );
}

async function readWholeMemory(host: FactsHost): Promise<CellMemory> {
  const memoryKib = memTotal(await factText(host, '/proc/meminfo'));
  return { memoryKib, pages: [{ size: 4, count: Math.floor(memoryKib / 4) }], distances: [] };
}

async function readMemory(host: FactsHost, id: number, all: readonly number[]): Promise<CellMemory> {
  const folder = `${nodes}/node${id}`;
  const [meminfo, distance, sizes] = await Promise.all([
    factText(host, `${folder}/meminfo`),
    factText(host, `${folder}/distance`),
    host.list(`${folder}/hugepages`),
  ]);
  const memoryKib = memTotal(meminfo);
  const huge = await Promise.all(
    (sizes ?? []).flatMap((name) => {
      const size = /^hugepages-(\d+)kB$/.exec(name)?.[1];
      return size === undefined ? [] : [hugePages(host, `${folder}/hugepages/${name}`, Number(size))];
    }),
  );
  const inHuge = huge.reduce((sum, { size, count }) => sum + size * count, 0);
  const small = { size: 4, count: Math.max(0, Math.floor((memoryKib - inHuge) / 4)) };
  const values = (distance ?? '').trim().split(/\s+/).filter(Boolean).map(Number);
  return {
    memoryKib,
    pages: [small, ...huge.sort((a, b) => a.size - b.size)],
    distances: values.flatMap((value, index) => (all[index] === undefined ? [] : [{ cell: all[index], value }])),
  };
}

async function hugePages(host: FactsHost, folder: string, size: number): Promise<PageCount> {
  return { size, count: factNumber(await factText(host, `${folder}/nr_hugepages`)) };
}

async function readCpus(host: FactsHost, ids: readonly number[]): Promise<readonly HostCpu[]> {
  const found = await Promise.all(ids.map((id) => readCpu(host, id)));
  return found.filter((cpu) => cpu !== undefined);
}

/** Undefined for a CPU that is off line: it has no topology. */
async function readCpu(host: FactsHost, id: number): Promise<HostCpu | undefined> {
  const folder = `${cpus}/cpu${id}/topology`;
  const [core, socket, die, cluster, siblings] = await Promise.all(
    ['core_id', 'physical_package_id', 'die_id', 'cluster_id', 'thread_siblings_list'].map((name) =>
      factText(host, `${folder}/${name}`),
    ),
  );
  if (core === undefined) return undefined;
  return {
    id,
    socket: factNumber(socket),
    die: factNumber(die),
    // 65535 where the hardware has no clusters, as libvirt passes it on.
    cluster: factNumber(cluster),
    core: factNumber(core),
    siblings: siblings?.trim() ?? String(id),
  };
}

function memTotal(meminfo: string | undefined): number {
  return Number(/MemTotal:\s+(\d+) kB/.exec(meminfo ?? '')?.[1] ?? 0);
}
