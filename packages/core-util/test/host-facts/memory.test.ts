import { describe, expect, test } from '@jest/globals';
import {
  allocatePages,
  readCellsMemory,
  readFreeMemory,
  readFreePages,
  readKsm,
  readMemoryStats,
  writeKsm,
} from '../../src/host-facts/index.ts';
import { factFiles, kernelFiles } from './fact-files.ts';

const node = '/sys/devices/system/node';
const meminfo = 'MemTotal:  1000 kB\nMemFree:  400 kB\nBuffers:  30 kB\nCached:  20 kB\nSwapCached:  7 kB\n';
const cells = {
  '/proc/meminfo': meminfo,
  [`${node}/node0/meminfo`]: 'Node 0 MemTotal:  600 kB\nNode 0 MemFree:  100 kB\n',
  [`${node}/node0/hugepages/hugepages-2048kB/nr_hugepages`]: '5\n',
  [`${node}/node0/hugepages/hugepages-2048kB/free_hugepages`]: '3\n',
  [`${node}/node2/meminfo`]: 'Node 2 MemTotal:  300 kB\nNode 2 MemFree:  80 kB\n',
  '/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages': '5\n',
  '/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages': '3\n',
};

describe('memory', () => {
  test('of the host and of a cell', async () => {
    expect(await readMemoryStats(factFiles(cells))).toEqual({ total: 1000n, free: 400n, buffers: 30n, cached: 20n });
    expect(await readMemoryStats(factFiles(cells), 2)).toEqual({ total: 300n, free: 80n });
    await expect(readMemoryStats(factFiles(cells), 3)).rejects.toMatchObject({
      code: 'VIR_ERR_INVALID_ARG',
      message: 'cellNum in virNodeGetMemoryStats must be less than or equal to 2',
    });
  });

  test('of all cells; of a kernel without any', async () => {
    expect(await readCellsMemory(factFiles(cells))).toEqual({ total: 900n, free: 180n });
    const flat = factFiles({ '/proc/meminfo': meminfo });
    expect(await readCellsMemory(flat)).toEqual({ total: 1000n, free: 400n });
    expect(await readMemoryStats(flat, 0)).toMatchObject({ total: 1000n });
    expect(await readFreeMemory(flat, 0, 1)).toEqual([400n * 1024n]);
  });

  test('that is free, cell by cell, with the gaps between them', async () => {
    expect(await readFreeMemory(factFiles(cells), 0, 9)).toEqual([102_400n, 0n, 81_920n]);
    expect(await readFreeMemory(factFiles(cells), 2, 1)).toEqual([81_920n]);
    await expect(readFreeMemory(factFiles(cells), 3, 1)).rejects.toMatchObject({
      code: 'VIR_ERR_INTERNAL_ERROR',
      detail: 'start cell 3 out of range (0-2)',
    });
  });
});

describe('pages', () => {
  test('that are free', async () => {
    expect(await readFreePages(factFiles(cells), [4, 2048], 0, 1)).toEqual([25n, 3n]);
    expect(await readFreePages(factFiles(cells), [4, 2048], -1, 1)).toEqual([45n, 3n]);
    await expect(readFreePages(factFiles(cells), [5], 0, 1)).rejects.toMatchObject({
      code: 'VIR_ERR_OPERATION_FAILED',
      detail: 'page size 5 is not available on node 0',
    });
  });

  test('are added to a pool, or it is made so large', async () => {
    const files = { ...cells };
    const pool = `${node}/node0/hugepages/hugepages-2048kB/nr_hugepages`;
    expect(await allocatePages(kernelFiles(files), { pages: [[2048, 2n]], start: 0, count: 1, how: 'add' })).toBe(1);
    expect(files[pool]).toBe('7');
    expect(await allocatePages(kernelFiles(files), { pages: [[2048, 2n]], start: 0, count: 1, how: 'set' })).toBe(1);
    expect(files[pool]).toBe('2');
  });

  test('that the kernel does not find', async () => {
    const asked = { pages: [[2048, 100n]], start: -1, count: 1, how: 'set' } as const;
    await expect(allocatePages(kernelFiles({ ...cells }, 40), asked)).rejects.toMatchObject({
      code: 'VIR_ERR_OPERATION_FAILED',
      detail: 'Unable to allocate 100 pages. Allocated only 40',
    });
    await expect(allocatePages(kernelFiles({ ...cells }), { ...asked, pages: [[4, 1n]] })).rejects.toMatchObject({
      code: 'VIR_ERR_OPERATION_UNSUPPORTED',
    });
  });
});

test('merging of pages', async () => {
  const files = { '/sys/kernel/mm/ksm/pages_to_scan': '100\n', '/sys/kernel/mm/ksm/full_scans': 'unreadable\n' };
  expect(await readKsm(factFiles(files))).toEqual([{ name: 'pages_to_scan', value: 100n }]);
  await writeKsm(kernelFiles(files), 'pages_to_scan', 200n);
  expect(await readKsm(factFiles(files))).toEqual([{ name: 'pages_to_scan', value: 200n }]);
});
