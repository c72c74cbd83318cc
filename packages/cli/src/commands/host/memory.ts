import type { TypedParam } from '@virtweave/core-api';
import { NodeAllocPagesFlags } from '@virtweave/core-api/constants';
import { readXml } from '@virtweave/core-util/xml';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError, Failed } from '../../errors.ts';
import { flagsOf, exclusive } from '../../flags.ts';
import { flag, number, needed } from '../../grammar/option.ts';
import { shownValue } from '../../typed-params.ts';
import { cellnoOption } from './options.ts';

const freecell = command({
  name: 'freecell',
  summary: 'NUMA free memory',
  description: 'display available free memory for the NUMA cell.',
  options: {
    cellno: cellnoOption,
    all: flag('show free memory for all NUMA cells'),
  },
  async run(shell, args) {
    exclusive(args, 'all', 'cellno');
    const cell = args.int('cellno');
    const hypervisor = await shell.hypervisor();
    if (args.flag('all')) {
      let total = 0n;
      for (const { id } of cellsOf(await hypervisor.connectGetCapabilities())) {
        const [free = 0n] = await attempt(
          hypervisor.nodeGetCellsFreeMemory(id, 1),
          `failed to get free memory for NUMA node number: ${id}`,
        );
        shell.line(`${String(id).padStart(5)}: ${String(free / 1024n).padStart(10)} KiB`);
        total += free / 1024n;
      }
      shell.line('--------------------');
      shell.line(`Total: ${String(total).padStart(10)} KiB`);
    } else if (cell === undefined) shell.line(`Total: ${(await hypervisor.nodeGetFreeMemory()) / 1024n} KiB`);
    else {
      const [free] = await hypervisor.nodeGetCellsFreeMemory(cell, 1);
      if (free === undefined) throw new Failed();
      shell.line(`${cell}: ${free / 1024n} KiB`);
    }
  },
});

const freepages = command({
  name: 'freepages',
  summary: 'NUMA free pages',
  description: 'display available free pages for the NUMA cell.',
  options: {
    cellno: cellnoOption,
    pagesize: number('page size (in kibibytes)', { positional: 'quietly' }),
    all: flag('show free pages for all NUMA cells'),
  },
  async run(shell, args) {
    exclusive(args, 'all', 'cellno');
    const bytes = args.bytes('pagesize', 1024, 2n ** 42n - 1n);
    const size = bytes === undefined ? undefined : Number(bytes / 1024n);
    const hypervisor = await shell.hypervisor();
    if (args.flag('all')) {
      for (const { id, pages } of cellsOf(await hypervisor.connectGetCapabilities())) {
        const sizes = size === undefined ? pages : [size];
        const counts = await hypervisor.nodeGetFreePages(sizes, id, 1, 0);
        shell.line(`Node ${id}:`);
        sizes.forEach((each, index) => shell.line(`${each}KiB: ${counts[index] ?? 0n}`));
        shell.line('');
      }
      return;
    }
    const cell = args.int('cellno');
    if (cell === undefined) throw new CommandError('missing cellno argument');
    if (cell < -1) throw new CommandError('cell number must be non-negative integer or -1');
    if (size === undefined) throw new CommandError('missing pagesize argument');
    const [count = 0n] = await hypervisor.nodeGetFreePages([size], cell, 1, 0);
    shell.line(`${size}KiB: ${count}`);
  },
});

const allocpages = command({
  name: 'allocpages',
  summary: 'Manipulate pages pool size',
  description: 'Allocate or free some pages in the pool for NUMA cell.',
  options: {
    pagesize: number('page size (in kibibytes)', needed),
    pagecount: number('page count', needed),
    cellno: cellnoOption,
    add: flag('instead of setting new pool size add pages to it'),
    all: flag('set on all NUMA cells'),
  },
  async run(shell, args) {
    exclusive(args, 'all', 'cellno');
    const cell = args.int('cellno') ?? -1;
    const size = Number((args.bytes('pagesize', 1024, 2n ** 42n - 1n) ?? 0n) / 1024n);
    const count = args.ulong('pagecount') ?? 0n;
    const flags = flagsOf(args, { add: NodeAllocPagesFlags.VIR_NODE_ALLOC_PAGES_ADD });
    const hypervisor = await shell.hypervisor();
    const [start, cells] = args.flag('all') ? [0, cellsOf(await hypervisor.connectGetCapabilities()).length] : [cell, 1];
    await hypervisor.nodeAllocPages([size], [count], start, cells, flags);
  },
});

const nodememstats = command({
  name: 'nodememstats',
  summary: 'Prints memory stats of the node.',
  description: 'Returns memory stats of the node, in kilobytes.',
  options: { cell: number('prints specified cell statistics only.', { positional: 'quietly' }) },
  async run(shell, args) {
    const cell = args.int('cell', { min: -1 }) ?? -1;
    const hypervisor = await shell.hypervisor();
    const stats = await attempt(hypervisor.nodeGetMemoryStats(cell, 0), 'Unable to get number of memory stats');
    for (const { field, value } of stats) shell.line(`${field.padEnd(7)}: ${String(value).padStart(20)} KiB`);
  },
});

const nodeMemoryTune = command({
  name: 'node-memory-tune',
  summary: 'Get or set node memory parameters',
  description: 'Get or set node memory parameters\nTo get the memory parameters, use following command:\n\nvirtweave # node-memory-tune',
  options: {
    'shm-pages-to-scan': number('number of pages to scan before the shared memory service goes to sleep', { positional: 'quietly' }),
    'shm-sleep-millisecs': number('number of millisecs the shared memory service should sleep before next scan', { positional: 'quietly' }),
    'shm-merge-across-nodes': number('Specifies if pages from different numa nodes can be merged', { positional: 'quietly' }),
  },
  async run(shell, args) {
    const params: TypedParam[] = [];
    for (const name of ['shm-pages-to-scan', 'shm-sleep-millisecs', 'shm-merge-across-nodes'] as const) {
      const value = args.uint(name);
      if (value !== undefined) params.push({ name: name.replaceAll('-', '_'), type: 'uint', value });
    }
    const hypervisor = await shell.hypervisor();
    if (params.length > 0) {
      await attempt(hypervisor.nodeSetMemoryParameters(params, 0), 'Unable to change memory parameters');
      return;
    }
    const all = await attempt(hypervisor.nodeGetMemoryParameters(0), 'Unable to get number of memory parameters');
    if (all.length === 0) return;
    shell.line('Shared memory:');
    for (const param of all) shell.line(`\t${param.name.replace(/^shm_/, '').padEnd(15)} ${shownValue(param)}`);
  },
});

/** The NUMA cells that the capabilities tell of, and the sizes of their pages in KiB. */
function cellsOf(capabilities: string): { readonly id: number; readonly pages: readonly number[] }[] {
  const topology = readXml(capabilities).child('host')?.child('topology');
  return (topology?.child('cells')?.all('cell') ?? []).map((cell) => ({
    id: Number(cell.attr('id')),
    pages: cell.all('pages').map((pages) => Number(pages.attr('size'))),
  }));
}

export const commands: readonly AnyCommand[] = [freecell, freepages, allocpages, nodememstats, nodeMemoryTune];
