import * as wire from '@virtweave/core-rpc/protocol/node';
import { nodeDeviceGetParent } from '@virtweave/core-rpc/protocol/node-device';
import { serve, type Served } from '../serve.ts';

interface Fields<T> {
  readonly params: readonly T[];
  readonly nparams: number;
}

/** Asked for none, the answer is how many there are. */
const fields = <T>(list: readonly T[], asked: number): Fields<T> =>
  asked === 0 ? { params: [], nparams: list.length } : { params: list.slice(0, asked), nparams: Math.min(list.length, asked) };

export const node: readonly Served[] = [
  serve(wire.nodeGetInfo, ({ hypervisor }, _, call) => hypervisor.nodeGetInfo(call)),
  serve(wire.nodeGetSecurityModel, ({ hypervisor }, _, call) => hypervisor.nodeGetSecurityModel(call)),
  serve(wire.nodeGetCpuMap, async ({ hypervisor }, { need_map, need_online, flags }, call) => {
    const { cpus, online, cpumap } = await hypervisor.nodeGetCPUMap(flags, call);
    return { cpumap: need_map ? cpumap : new Uint8Array(), online: need_online ? online : 0, ret: cpus };
  }),
  serve(wire.nodeGetCpuStats, async ({ hypervisor }, { cpuNum, nparams, flags }, call) =>
    fields(await hypervisor.nodeGetCPUStats(cpuNum, flags, call), nparams),
  ),
  serve(wire.nodeGetMemoryStats, async ({ hypervisor }, { cellNum, nparams, flags }, call) =>
    fields(await hypervisor.nodeGetMemoryStats(cellNum, flags, call), nparams),
  ),
  serve(nodeDeviceGetParent, async ({ nodeDevice }, { name }, call) => ({
    parentName: await nodeDevice.nodeDeviceGetParent({ name }, call),
  })),
];
