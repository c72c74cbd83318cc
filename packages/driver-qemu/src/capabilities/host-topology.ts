import type { Host } from '@virtweave/core-util';

/** A NUMA cell of the host. */
export interface HostCell {
  readonly id: number;
  readonly memoryKib: number;
  /** Page sizes in KiB and how many pages of each there are. */
  readonly pages: readonly { readonly size: number; readonly count: number }[];
  readonly distances: readonly { readonly cell: number; readonly value: number }[];
  readonly cpus: readonly HostCpu[];
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

/** The NUMA cells of the host, out of /sys; a kernel without NUMA has one cell. */
export async function readHostCells(host: Host): Promise<readonly HostCell[]> {
  const ids = numbered((await host.list(nodes)) ?? [], 'node');
  if (ids.length > 0) return Promise.all(ids.map((id) => readCell(host, id, ids)));
  const online = numbered((await host.list(cpus)) ?? [], 'cpu');
  const memoryKib = memTotal(await text(host, '/proc/meminfo'));
  return [
    {
      id: 0,
      memoryKib,
      pages: [{ size: 4, count: Math.floor(memoryKib / 4) }],
      distances: [],
      cpus: await readCpus(host, online),
    },
  ];
}

async function readCell(host: Host, id: number, all: readonly number[]): Promise<HostCell> {
  const folder = `${nodes}/node${id}`;
  const [names, meminfo, distance, sizes] = await Promise.all([
    host.list(folder),
    text(host, `${folder}/meminfo`),
    text(host, `${folder}/distance`),
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
    id,
    memoryKib,
    pages: [small, ...huge.sort((a, b) => a.size - b.size)],
    distances: values.flatMap((value, index) => (all[index] === undefined ? [] : [{ cell: all[index], value }])),
    cpus: await readCpus(host, numbered(names ?? [], 'cpu')),
  };
}

async function hugePages(host: Host, folder: string, size: number): Promise<{ size: number; count: number }> {
  return { size, count: Number((await text(host, `${folder}/nr_hugepages`)) ?? 0) };
}

async function readCpus(host: Host, ids: readonly number[]): Promise<readonly HostCpu[]> {
  const found = await Promise.all(ids.map((id) => readCpu(host, id)));
  return found.filter((cpu) => cpu !== undefined);
}

/** Undefined for a CPU that is off line: it has no topology. */
async function readCpu(host: Host, id: number): Promise<HostCpu | undefined> {
  const folder = `${cpus}/cpu${id}/topology`;
  const [core, socket, die, cluster, siblings] = await Promise.all(
    ['core_id', 'physical_package_id', 'die_id', 'cluster_id', 'thread_siblings_list'].map((name) =>
      text(host, `${folder}/${name}`),
    ),
  );
  if (core === undefined) return undefined;
  return {
    id,
    socket: index(socket),
    die: index(die),
    cluster: index(cluster),
    core: index(core),
    siblings: siblings?.trim() ?? String(id),
  };
}

/** The kernel says -1 (for clusters as 16 bits without sign) where the hardware does not tell. */
function index(value: string | undefined): number {
  const number = Number(value ?? 0) || 0;
  return number === 65535 ? 0 : Math.max(0, number);
}

async function text(host: Host, path: string): Promise<string | undefined> {
  if ((await host.stat(path)) === undefined) return undefined;
  return (await host.readFile(path, { maxBytes: 1024 * 1024 })).toString('utf8');
}

function memTotal(meminfo: string | undefined): number {
  return Number(/MemTotal:\s+(\d+) kB/.exec(meminfo ?? '')?.[1] ?? 0);
}

function numbered(names: readonly string[], prefix: string): readonly number[] {
  return names
    .flatMap((name) =>
      name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)) ? [Number(name.slice(prefix.length))] : [],
    )
    .sort((a, b) => a - b);
}
