import type { HypervisorDriver } from '@virtweave/core-api';
import { testError } from '../errors.ts';
import type { Session } from '../session.ts';

type NodeMembers =
  | 'nodeGetInfo'
  | 'nodeGetCPUMap'
  | 'nodeGetCPUStats'
  | 'nodeGetCellsFreeMemory'
  | 'nodeGetFreeMemory'
  | 'nodeGetFreePages'
  | 'nodeGetSecurityModel';

/** The pretended host. Most of what it says never changes. */
export function nodeMembers({ node }: Session): Pick<HypervisorDriver, NodeMembers> {
  return {
    nodeGetInfo: async () => node.info,

    // Eight CPUs, of which 0, 2 and 4 are online.
    nodeGetCPUMap: async () => ({ cpus: 8, online: 3, cpumap: Uint8Array.of(0x15) }),

    nodeGetCPUStats: async () => [
      { field: 'user', value: 9_797_400_000n },
      { field: 'kernel', value: 34_678_723_400_000n },
      { field: 'idle', value: 87_264_900_000n },
      { field: 'iowait', value: 763_600_000n },
    ],

    async nodeGetCellsFreeMemory(startCell, maxCells) {
      if (startCell >= node.cells.length) throw testError('VIR_ERR_INVALID_ARG', 'Range exceeds available cells');
      return node.cells.slice(startCell, startCell + maxCells).map((cell) => BigInt(cell.memory));
    },

    // Half of what the cells have.
    nodeGetFreeMemory: async () => BigInt(node.cells.reduce((sum, cell) => sum + cell.memory, 0) / 2),

    async nodeGetFreePages(pages, startCell, cellCount) {
      if (startCell + cellCount > node.cells.length)
        throw testError('VIR_ERR_INVALID_ARG', 'Range exceeds available cells');
      // Each number is twice the one before and seven more.
      let count = 6n;
      return Array.from({ length: pages.length * cellCount }, () => (count = count * 2n + 7n));
    },

    nodeGetSecurityModel: async () => ({ model: 'testSecurity', doi: '' }),
  };
}
