import type { HypervisorDriver } from '@virtweave/core-api';
import { testError } from '../errors.ts';
import type { Session } from '../session.ts';

type NodeMembers =
  | 'nodeGetInfo'
  | 'nodeGetCPUMap'
  | 'nodeGetCPUStats'
  | 'nodeGetCellsFreeMemory'
  | 'nodeGetFreeMemory'
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

    nodeGetSecurityModel: async () => ({ model: 'testSecurity', doi: '' }),
  };
}
