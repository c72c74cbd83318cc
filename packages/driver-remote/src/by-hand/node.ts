import type { NodeDriver } from '@virtweave/core-api';
import { nodeGetCpuMap, nodeGetCpuStats, nodeGetInfo, nodeGetMemoryStats, nodeGetSecurityModel } from '@virtweave/core-rpc/protocol/node';
import type { Remote } from '../remote.ts';

export function nodeByHand(
  remote: Remote,
): Pick<NodeDriver, 'nodeGetCPUMap' | 'nodeGetCPUStats' | 'nodeGetInfo' | 'nodeGetMemoryStats' | 'nodeGetSecurityModel'> {
  return {
    async nodeGetCPUMap(flags, call) {
      const { cpumap, online, ret } = await remote.call(nodeGetCpuMap, { need_map: 1, need_online: 1, flags }, call);
      return { cpus: ret, online, cpumap };
    },
    // Drivers want to be told exactly the number that they have: it is asked for first.
    async nodeGetCPUStats(cpuNum, flags, call) {
      const { nparams } = await remote.call(nodeGetCpuStats, { cpuNum, nparams: 0, flags }, call);
      if (nparams === 0) return [];
      return (await remote.call(nodeGetCpuStats, { cpuNum, nparams, flags }, call)).params;
    },
    nodeGetInfo: (call) => remote.call(nodeGetInfo, undefined, call),
    async nodeGetMemoryStats(cellNum, flags, call) {
      const { nparams } = await remote.call(nodeGetMemoryStats, { cellNum, nparams: 0, flags }, call);
      if (nparams === 0) return [];
      return (await remote.call(nodeGetMemoryStats, { cellNum, nparams, flags }, call)).params;
    },
    nodeGetSecurityModel: (call) => remote.call(nodeGetSecurityModel, undefined, call),
  };
}
