import type { StatField, TypedParams } from '@virtweave/core-api';
import { ParamList, checkParams, hasFlag } from '@virtweave/core-api/driver-kit';
import { Bitmap, VirtError } from '@virtweave/core-util';
import {
  allocatePages,
  parseCpuStats,
  readCellsMemory,
  readCpuSets,
  readCpuSummary,
  readFreeMemory,
  readFreePages,
  readKsm,
  readMemoryStats,
  writeKsm,
} from '@virtweave/core-util/host-facts';
import { hostArch } from '../engine/definitions.ts';
import type { QemuEngine } from '../engine/engine.ts';
import type { Members } from './members.ts';

type Node = Members<
  | 'nodeGetInfo' | 'nodeGetCPUMap' | 'nodeGetCPUStats' | 'nodeGetMemoryStats' | 'nodeGetFreeMemory' | 'nodeGetCellsFreeMemory'
  | 'nodeGetFreePages' | 'nodeAllocPages' | 'nodeGetMemoryParameters' | 'nodeSetMemoryParameters' | 'nodeGetSecurityModel'
>;

/** Nanoseconds of a clock tick in /proc: USER_HZ is 100 on every architecture that Linux has today. */
const TICK = 10_000_000n;

/** `VIR_NODE_ALLOC_PAGES_SET` */
const SET = 1;

/** Parameters of KSM whose values are 64 bits wide; the others are of type uint. */
const wide = new Set(['pages_shared', 'pages_sharing', 'pages_unshared', 'pages_volatile', 'full_scans']);

/** The machine itself: processors, memory. */
export function nodeMembers(engine: QemuEngine): Node {
  const { host } = engine;
  return {
    async nodeGetInfo() {
      const arch = await hostArch(engine);
      const [cpus, memory] = await Promise.all([readCpuSummary(host, arch), readCellsMemory(host)]);
      const { online, mhz, nodes, sockets, cores, threads } = cpus;
      return { model: arch, memory: memory.total, cpus: online, mhz, nodes, sockets, cores, threads };
    },
    async nodeGetCPUMap() {
      const { present, online } = await readCpuSets(host);
      const count = Math.max(0, ...(present ?? online ?? [0])) + 1;
      const map = Bitmap.of(online ?? present ?? [0]);
      return { cpus: count, online: [...map].length, cpumap: map.toBytes(Math.ceil(count / 8)) };
    },
    async nodeGetCPUStats(cpu) {
      const stat = (await host.readFile('/proc/stat', { maxBytes: 4 * 1024 * 1024 })).toString('latin1');
      const times = parseCpuStats(stat, cpu === -1 ? undefined : cpu);
      return (['kernel', 'user', 'idle', 'iowait'] as const).map((field) => ({ field, value: times[field] * TICK }));
    },
    async nodeGetMemoryStats(cell) {
      const stats = await readMemoryStats(host, cell === -1 ? undefined : cell);
      return Object.entries(stats).map(([field, value]): StatField => ({ field, value }));
    },
    nodeGetFreeMemory: async () => (await readCellsMemory(host)).free * 1024n,
    nodeGetCellsFreeMemory: (start, count) => readFreeMemory(host, start, count),
    nodeGetFreePages: (sizes, start, count) => readFreePages(host, sizes, start, count),
    nodeAllocPages: (sizes, counts, start, count, flags) =>
      allocatePages(host, {
        pages: sizes.map((size, at) => [size, counts[at] ?? 0n]),
        start,
        count,
        how: hasFlag(flags, SET) ? 'set' : 'add',
      }),
    async nodeGetMemoryParameters() {
      const params = new ParamList();
      for (const { name, value } of await readKsm(host)) {
        if (wide.has(name)) params.ullong(`shm_${name}`, value);
        else params.uint(`shm_${name}`, Number(value));
      }
      return params.list;
    },
    async nodeSetMemoryParameters(params) {
      checkParams(params, { shm_pages_to_scan: 'uint', shm_sleep_millisecs: 'uint', shm_merge_across_nodes: 'uint' });
      await setKsm(engine, params);
    },
    nodeGetSecurityModel: async () => ({ model: 'none', doi: '0' }),
  };
}

async function setKsm({ host }: QemuEngine, params: TypedParams): Promise<void> {
  const there = new Set((await readKsm(host)).map(({ name }) => name));
  const wanted = params.map(({ name, value }) => ({ name: name.replace(/^shm_/, ''), value: BigInt(value as number) }));
  const missing = wanted.find(({ name }) => !there.has(name));
  // Before anything is set: half a change is none that was asked for.
  if (missing !== undefined) {
    throw new VirtError('VIR_ERR_OPERATION_INVALID', `Parameter 'shm_${missing.name}' is not supported by this kernel`);
  }
  for (const { name, value } of wanted) await writeKsm(host, name, value);
}
