import { describe, expect, test } from '@jest/globals';
import {
  cpuFrequency,
  cpuSignature,
  parseCpuinfo,
  parseCpuStats,
  parseIort,
  readCacheBanks,
  readCpuSummary,
  readHostCells,
  readResourceControl,
} from '../../src/host-facts/index.ts';
import { factFiles } from './fact-files.ts';

const cpu = '/sys/devices/system/cpu';
const node = '/sys/devices/system/node';

describe('CPUs in numbers', () => {
  const place = (id: number, socket: number, core: number, siblings: string): Record<string, string> => ({
    [`${cpu}/cpu${id}/topology/physical_package_id`]: `${socket}\n`,
    [`${cpu}/cpu${id}/topology/core_id`]: `${core}\n`,
    [`${cpu}/cpu${id}/topology/thread_siblings_list`]: `${siblings}\n`,
  });

  test('two sockets of one core with two threads, one of them off line', async () => {
    const host = factFiles({
      '/proc/cpuinfo': 'processor : 0\ncpu MHz : 2400.7\n',
      [`${cpu}/online`]: '0-2\n',
      ...place(0, 0, 0, '0-1'),
      ...place(1, 0, 0, '0-1'),
      ...place(2, 1, 0, '2'),
      [`${cpu}/cpu3/online`]: '0\n',
    });
    expect(await readCpuSummary(host, 'x86_64')).toEqual({
      online: 3, maximum: 4, mhz: 2400, nodes: 1, sockets: 2, cores: 1, threads: 2,
    });
  });

  test('a host that four numbers cannot describe has one socket of all CPUs', async () => {
    const host = factFiles({ ...place(0, 0, 0, '0'), ...place(1, 0, 1, '1'), ...place(2, 1, 0, '2') });
    expect(await readCpuSummary(host, 'x86_64')).toMatchObject({ online: 3, nodes: 1, sockets: 1, cores: 3, threads: 1 });
  });

  test('threads of subcores, which only KVM sees', async () => {
    const off = Object.fromEntries([1, 2, 3].map((id) => [`${cpu}/cpu${id}/online`, '0\n']));
    const host = factFiles({ [`${cpu}/online`]: '0\n', ...place(0, 0, 0, '0'), ...off });
    expect(await readCpuSummary(host, 'ppc64', { threadsPerSubcore: 4 })).toMatchObject({ online: 4, cores: 1, threads: 4 });
    expect(await readCpuSummary(host, 'ppc64')).toMatchObject({ online: 1, maximum: 4, cores: 4, threads: 1 });
  });

  test('nodes without CPUs do not count', async () => {
    const host = factFiles({ ...place(0, 0, 0, '0'), [`${node}/node0/cpu0`]: '', [`${node}/node1/meminfo`]: '' });
    expect(await readCpuSummary(host, 'x86_64')).toMatchObject({ nodes: 1, online: 1 });
  });
});

test('signature and frequency, where the kernel tells them', () => {
  const pc = parseCpuinfo('vendor_id\t: V\ncpu family\t: 6\nmodel\t\t: 1\nmodel name\t: N\nstepping\t: 2\n\nmodel\t\t: 9\n');
  expect(cpuSignature('x86_64', pc)).toBe('V, N, family: 6, model: 1, stepping: 2');
  expect(cpuSignature('aarch64', pc)).toBeUndefined();
  expect(cpuSignature('x86_64', parseCpuinfo('model : 1\n'))).toBeUndefined();
  expect(cpuFrequency('armv6l', parseCpuinfo('BogoMIPS : 697.95\n'))).toBe(0);
});

test('times of CPUs', () => {
  const stat = 'cpu  10 1 5 100 7 2 3 0 0 0\ncpu0 10 1 5 100 7 2 3 0 0 0\ncpu10 1 1 1 1 1 1 1\nintr 1\n';
  expect(parseCpuStats(stat)).toEqual({ user: 11n, kernel: 10n, idle: 100n, iowait: 7n });
  expect(parseCpuStats(stat, 10)).toEqual({ user: 2n, kernel: 3n, idle: 1n, iowait: 1n });
  expect(() => parseCpuStats(stat, 1)).toThrow('no CPU 1');
});

describe('IORT', () => {
  const table = (nodes: readonly [number, number][], change: (data: Buffer) => void = () => undefined): Buffer => {
    const data = Buffer.alloc(48 + nodes.reduce((sum, [, size]) => sum + size, 0));
    data.write('IORT');
    data.writeUInt32LE(data.length, 4);
    data.writeUInt32LE(nodes.length, 36);
    data.writeUInt32LE(48, 40);
    let at = 48;
    for (const [type, size] of nodes) {
      data.writeUInt8(type, at);
      data.writeUInt16LE(size, at + 1);
      at += size;
    }
    change(data);
    return data;
  };

  test('nodes in their order, unknown ones by number', () => {
    expect(parseIort(table([[0, 24], [4, 60], [99, 16]]))).toEqual([
      { type: 'its-group', number: 0 },
      { type: 'smmuv3', number: 4 },
      { type: undefined, number: 99 },
    ]);
  });

  test.each([
    ['another table', (data: Buffer) => data.write('APIC')],
    ['longer than the file', (data: Buffer) => data.writeUInt32LE(1 << 30, 4)],
    ['more nodes than there are', (data: Buffer) => data.writeUInt32LE(0xffffffff, 36)],
    ['nodes that begin elsewhere', (data: Buffer) => data.writeUInt32LE(0xfffffff0, 40)],
    ['a node without length', (data: Buffer) => data.writeUInt16LE(0, 49)],
    ['a node beyond the end', (data: Buffer) => data.writeUInt16LE(0xffff, 49)],
  ])('malformed: %s', (_, change) => {
    expect(() => parseIort(table([[0, 24]], change))).toThrow('IORT table is malformed');
  });
});

test('caches from the second level up, each once', async () => {
  const cache = (id: number, index: number, level: number, cpus: string): Record<string, string> =>
    Object.fromEntries(
      Object.entries({ id: 0, level, type: 'Unified', size: '512K', shared_cpu_list: cpus }).map(([name, value]) => [
        `${cpu}/cpu${id}/cache/index${index}/${name}`,
        `${value}\n`,
      ]),
    );
  const host = factFiles({ ...cache(0, 0, 1, '0'), ...cache(0, 1, 2, '0,1'), ...cache(1, 1, 2, '0-1') });
  expect(await readCacheBanks(host)).toEqual([{ id: 0, level: 2, type: 'both', size: 524288, cpus: '0-1' }]);
});

test('resource control: code and data apart, monitors', async () => {
  const info = '/sys/fs/resctrl/info';
  const host = factFiles({
    [`${info}/L3CODE/cbm_mask`]: 'ff0\n',
    [`${info}/L3CODE/min_cbm_bits`]: '2\n',
    [`${info}/L3CODE/num_closids`]: '8\n',
    [`${info}/L3_MON/num_rmids`]: '16\n',
    [`${info}/L3_MON/mon_features`]: 'llc_occupancy\nmbm_total_bytes\n',
    [`${info}/last_cmd_status`]: 'ok\n',
  });
  expect(await readResourceControl(host)).toEqual({
    caches: [{ level: 3, type: 'code', portions: 8, minPortions: 2, maxAllocations: 8 }],
    memoryBandwidth: undefined,
    monitor: { level: 3, reuseThreshold: undefined, maxMonitors: 16, features: ['llc_occupancy', 'mbm_total_bytes'] },
  });
  expect(await readResourceControl(factFiles({}))).toEqual({ caches: [], memoryBandwidth: undefined, monitor: undefined });
});

test('NUMA cells: memory in pages of each size, distances, CPUs', async () => {
  const host = factFiles({
    [`${node}/node0/meminfo`]: 'Node 0 MemTotal:       8192 kB\n',
    [`${node}/node0/distance`]: '10 21\n',
    [`${node}/node0/hugepages/hugepages-2048kB/nr_hugepages`]: '2\n',
    [`${node}/node0/cpu3`]: '',
    [`${node}/node2/meminfo`]: '',
    [`${cpu}/cpu3/topology/core_id`]: '1\n',
    [`${cpu}/cpu3/topology/physical_package_id`]: '-1\n',
  });
  expect(await readHostCells(host)).toEqual([
    {
      id: 0,
      memoryKib: 8192,
      pages: [{ size: 4, count: 1024 }, { size: 2048, count: 2 }],
      distances: [{ cell: 0, value: 10 }, { cell: 2, value: 21 }],
      cpus: [{ id: 3, socket: 0, die: 0, cluster: 0, core: 1, siblings: '3' }],
    },
    { id: 2, memoryKib: 0, pages: [{ size: 4, count: 0 }], distances: [], cpus: [] },
  ]);
});
