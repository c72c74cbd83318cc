import { Bitmap } from '../bitmap.ts';
import { cpuFrequency, parseCpuinfo } from './cpuinfo.ts';
import { factNumber, factText, numbered, type FactsHost } from './sysfs.ts';

/** CPUs of a host in numbers (`virNodeInfo`). */
export interface CpuSummary {
  /** CPUs that can be used now. */
  readonly online: number;
  /** Product of the four below: with those that are off line. */
  readonly maximum: number;
  readonly mhz: number;
  readonly nodes: number;
  /** Per node. */
  readonly sockets: number;
  /** Per socket. */
  readonly cores: number;
  /** Per core. */
  readonly threads: number;
}

export interface CpuSummaryOptions {
  /**
   * POWER with KVM: threads of a subcore, of which the host sees only the first on line. Only KVM itself knows the number
   * (`KVM_CAP_PPC_SMT`); without it threads count as they are seen.
   */
  readonly threadsPerSubcore?: number;
}

const cpuFolder = '/sys/devices/system/cpu';
const nodeFolder = '/sys/devices/system/node';

/**
 * Counts nodes, sockets, cores and threads. Hosts whose nodes are not alike, or with dies or books between socket and core,
 * do not fit four numbers: they get one node, one socket, and all their CPUs as cores.
 */
export async function readCpuSummary(host: FactsHost, arch: string, options: CpuSummaryOptions = {}): Promise<CpuSummary> {
  const [cpuinfo, all, sets] = await Promise.all([
    factText(host, '/proc/cpuinfo'),
    host.list(cpuFolder),
    readCpuSets(host),
  ]);
  const subcore = subcoreThreads(options.threadsPerSubcore ?? 0, sets.online);
  const count = (cpus: readonly number[]): Promise<NodeCount> => countNode(host, arch, cpus, sets, subcore);
  const names = numbered((await host.list(nodeFolder)) ?? [], 'node');
  let nodes = (
    await Promise.all(names.map(async (id) => count(numbered((await host.list(`${nodeFolder}/node${id}`)) ?? [], 'cpu'))))
  ).filter(({ online, offline }) => online + offline > 0);
  if (nodes.length === 0) nodes = [await count(numbered(all ?? [], 'cpu'))];

  const sum = (key: 'online' | 'offline'): number => nodes.reduce((total, node) => total + node[key], 0);
  const most = (key: 'sockets' | 'cores' | 'threads'): number => Math.max(1, ...nodes.map((node) => node[key]));
  const [online, total] = [sum('online'), sum('online') + sum('offline')];
  const mhz = cpuFrequency(arch, parseCpuinfo(cpuinfo ?? ''));
  const [sockets, cores, threads] = [most('sockets'), most('cores'), most('threads')];
  const maximum = nodes.length * sockets * cores * threads;
  if (maximum === total) return { online, maximum, mhz, nodes: nodes.length, sockets, cores, threads };
  return { online, maximum: total, mhz, nodes: 1, sockets: 1, cores: total, threads: 1 };
}

/** Which CPUs there are. */
export interface CpuSets {
  /** Undefined: the kernel does not list them. */
  readonly present: ReadonlySet<number> | undefined;
  readonly online: ReadonlySet<number> | undefined;
}

/** The kernel's lists of CPUs (`virNodeGetCPUMap`). */
export async function readCpuSets(host: FactsHost): Promise<CpuSets> {
  const [present, online] = await Promise.all(['present', 'online'].map((name) => factText(host, `${cpuFolder}/${name}`)));
  return { present: cpuSet(present), online: cpuSet(online) };
}

function cpuSet(list: string | undefined): ReadonlySet<number> | undefined {
  return list === undefined || list.trim() === '' ? undefined : new Set(Bitmap.parse(list.trim()));
}

/** Subcores are in use only while no CPU but the first of each is on line. */
function subcoreThreads(threads: number, online: ReadonlySet<number> | undefined): number {
  return threads > 1 && online !== undefined && [...online].every((cpu) => cpu % threads === 0) ? threads : 0;
}

interface NodeCount {
  readonly online: number;
  readonly offline: number;
  readonly sockets: number;
  readonly cores: number;
  readonly threads: number;
}

async function countNode(
  host: FactsHost,
  arch: string,
  cpus: readonly number[],
  sets: CpuSets,
  subcore: number,
): Promise<NodeCount> {
  const present = cpus.filter((cpu) => sets.present?.has(cpu) !== false);
  const isOnline = await Promise.all(present.map((cpu) => onLine(host, cpu, sets)));
  const active = present.filter((_, index) => isOnline[index]);
  // Further threads of a subcore are off line for the host, and there for its guests.
  const hidden = subcore === 0 ? [] : present.filter((cpu, at) => !isOnline[at] && active.includes(cpu - (cpu % subcore)));
  const places = await Promise.all(active.map((cpu) => placeOf(host, arch, cpu)));
  const coresOf = new Map<number, Set<number>>();
  for (const { socket, core } of places) coresOf.set(socket, (coresOf.get(socket) ?? new Set()).add(core));
  const online = active.length + hidden.length;
  return {
    online,
    offline: present.length - online,
    sockets: coresOf.size,
    cores: Math.max(0, ...[...coresOf.values()].map((cores) => cores.size)),
    threads: Math.max(subcore, ...places.map(({ siblings }) => siblings)),
  };
}

async function onLine(host: FactsHost, cpu: number, { online }: CpuSets): Promise<boolean> {
  if (online !== undefined) return online.has(cpu);
  // CPUs that cannot be taken off line have no such file.
  return factNumber(await factText(host, `${cpuFolder}/cpu${cpu}/online`), 1) === 1;
}

interface CpuPlace {
  readonly socket: number;
  readonly core: number;
  readonly siblings: number;
}

async function placeOf(host: FactsHost, arch: string, cpu: number): Promise<CpuPlace> {
  const read = (name: string): Promise<string | undefined> => factText(host, `${cpuFolder}/cpu${cpu}/topology/${name}`);
  const [socket, core, siblings] = await Promise.all([
    read('physical_package_id'),
    read('core_id'),
    read('thread_siblings_list'),
  ]);
  // libvirt takes each logical CPU of s390 for a core.
  const number = arch.startsWith('s390') ? cpu : factNumber(core);
  return { socket: factNumber(socket), core: number, siblings: cpuSet(siblings)?.size ?? 1 };
}
