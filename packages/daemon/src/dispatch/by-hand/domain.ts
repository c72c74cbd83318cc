import type { TypedParams } from '@virtweave/core-api';
import { paramsToWire } from '@virtweave/core-rpc';
import * as wire from '@virtweave/core-rpc/protocol/domain';
import * as block from '@virtweave/core-rpc/protocol/domain-block';
import * as tuning from '@virtweave/core-rpc/protocol/domain-tuning';
import { isVirtError } from '@virtweave/core-util/errors';
import { countedParams, understood, withoutStrings } from '../counted.ts';
import { packMaps } from '../cpu-maps.ts';
import { serve, type Served } from '../serve.ts';

/**
 * Asked how many parameters there are, clients may not have named a device yet, or a wrong one: then the answer is how many
 * there can be.
 */
async function paramsOf(
  asked: number,
  most: number,
  get: () => Promise<TypedParams>,
): Promise<ReturnType<typeof countedParams<'params'>>> {
  try {
    return countedParams('params', await get(), asked);
  } catch (error) {
    if (asked !== 0 || isVirtError(error, 'VIR_ERR_NO_SUPPORT')) throw error;
    return { params: [], nparams: most };
  }
}

export const domain: readonly Served[] = [
  serve(wire.domainGetInfo, async ({ hypervisor }, { dom }, call) => hypervisor.domainGetInfo(dom, call)),
  serve(wire.domainGetState, async ({ hypervisor }, { dom, flags }, call) => hypervisor.domainGetState(dom, flags, call)),
  serve(wire.domainGetControlInfo, async ({ hypervisor }, { dom, flags }, call) =>
    hypervisor.domainGetControlInfo(dom, flags, call),
  ),
  serve(wire.domainGetSecurityLabelList, async ({ hypervisor }, { dom }, call) => {
    const labels = await hypervisor.domainGetSecurityLabelList(dom, call);
    return { labels: labels.map(({ label, enforcing }) => ({ label, enforcing: enforcing ? 1 : 0 })), ret: labels.length };
  }),
  serve(wire.domainRename, async ({ hypervisor }, { dom, new_name, flags }, call) => {
    await hypervisor.domainRename(dom, new_name ?? '', flags, call);
    return { retcode: 0 };
  }),
  serve(wire.domainGetTime, async ({ hypervisor }, { dom, flags }, call) => hypervisor.domainGetTime(dom, flags, call)),
  serve(wire.domainGetFsinfo, async ({ hypervisor }, { dom, flags }, call) => {
    const list = await hypervisor.domainGetFSInfo(dom, flags, call);
    return { info: list.map(({ devAliases, ...rest }) => ({ ...rest, dev_aliases: devAliases })), ret: list.length };
  }),
  serve(wire.domainInterfaceAddresses, async ({ hypervisor }, { dom, source, flags }, call) => {
    const list = await hypervisor.domainInterfaceAddresses(dom, source, flags, call);
    return { ifaces: list.map(({ name, hwaddr, addrs }) => ({ name, hwaddr, addrs })) };
  }),
  serve(wire.domainScreenshot, async ({ hypervisor }, { dom, screen, flags }, call) => {
    const { mime, stream } = await hypervisor.domainScreenshot(dom, screen, flags, call);
    call.openStream(stream);
    return { mime };
  }),
  serve(tuning.domainGetJobStats, async ({ hypervisor }, { dom, flags }, call) => {
    const { type, params } = await hypervisor.domainGetJobStats(dom, flags, call);
    return { type, params: paramsToWire(params) };
  }),
  serve(wire.domainGetSchedulerType, async ({ hypervisor }, { dom }, call) => hypervisor.domainGetSchedulerType(dom, call)),
  serve(tuning.domainMemoryStats, async ({ hypervisor }, { dom, maxStats, flags }, call) => {
    const stats = await hypervisor.domainMemoryStats(dom, flags, call);
    return { stats: stats.slice(0, maxStats).map(({ tag, value }) => ({ tag, val: value })) };
  }),
  serve(tuning.domainInterfaceStats, async ({ hypervisor }, { dom, device }, call) => {
    const stats = await hypervisor.domainInterfaceStats(dom, device, call);
    return {
      rx_bytes: stats.rxBytes,
      rx_packets: stats.rxPackets,
      rx_errs: stats.rxErrs,
      rx_drop: stats.rxDrop,
      tx_bytes: stats.txBytes,
      tx_packets: stats.txPackets,
      tx_errs: stats.txErrs,
      tx_drop: stats.txDrop,
    };
  }),
  serve(tuning.domainGetCpuStats, async ({ hypervisor }, { dom, nparams, start_cpu, ncpus, flags }, call) => {
    // Asked for no processors, the answer is how many there are; asked for no parameters, how many each has.
    const asked = nparams === 0 ? (ncpus === 0 ? 0 : 1) : ncpus;
    const list = await hypervisor.domainGetCPUStats(dom, start_cpu, asked, withoutStrings(flags), call);
    if (ncpus === 0 && start_cpu !== -1) return { params: [], nparams: list.length };
    const each = list[0]?.length ?? 0;
    if (nparams === 0) return { params: [], nparams: each };
    return { params: list.flatMap((params) => paramsToWire(params.slice(0, nparams))), nparams: Math.min(each, nparams) };
  }),
  serve(tuning.domainGetVcpus, async ({ hypervisor }, { dom, maxinfo, maplen }, call) => {
    const list = (await hypervisor.domainGetVcpus(dom, call)).slice(0, maxinfo);
    const info = list.map(({ number, state, cpuTime, cpu }) => ({ number, state, cpu_time: cpuTime, cpu }));
    return { info, cpumaps: packMaps(list.map(({ cpumap }) => cpumap), maplen) };
  }),
  serve(tuning.domainGetVcpuPinInfo, async ({ hypervisor }, { dom, ncpumaps, maplen, flags }, call) => {
    const maps = (await hypervisor.domainGetVcpuPinInfo(dom, flags, call)).slice(0, ncpumaps);
    return { cpumaps: packMaps(maps, maplen), num: maps.length };
  }),
  serve(tuning.domainGetEmulatorPinInfo, async ({ hypervisor }, { dom, maplen, flags }, call) => ({
    cpumaps: packMaps([await hypervisor.domainGetEmulatorPinInfo(dom, flags, call)], maplen),
    ret: 1,
  })),
  serve(tuning.domainGetIothreadInfo, async ({ hypervisor }, { dom, flags }, call) => {
    const list = await hypervisor.domainGetIOThreadInfo(dom, flags, call);
    return { info: list.map(({ iothreadId, cpumap }) => ({ iothread_id: iothreadId, cpumap })), ret: list.length };
  }),
  serve(block.domainGetBlockInfo, async ({ hypervisor }, { dom, path, flags }, call) =>
    hypervisor.domainGetBlockInfo(dom, path, flags, call),
  ),
  serve(block.domainGetBlockJobInfo, async ({ hypervisor }, { dom, path, flags }, call) => {
    const job = await hypervisor.domainGetBlockJobInfo(dom, path, flags, call);
    return job ? { found: 1, ...job } : { found: 0, type: 0, bandwidth: 0n, cur: 0n, end: 0n };
  }),
  serve(block.domainGetBlockIoTune, async ({ hypervisor }, { dom, disk, nparams, flags }, call) =>
    paramsOf(nparams, 20, async () => understood(await hypervisor.domainGetBlockIoTune(dom, disk ?? '', withoutStrings(flags), call), flags, nparams)),
  ),
  serve(block.domainBlockStatsFlags, async ({ hypervisor }, { dom, path, nparams, flags }, call) =>
    paramsOf(nparams, 8, async () => understood(await hypervisor.domainBlockStatsFlags(dom, path, withoutStrings(flags), call), flags, nparams)),
  ),
  serve(tuning.domainGetInterfaceParameters, async ({ hypervisor }, { dom, device, nparams, flags }, call) =>
    paramsOf(nparams, 7, async () => understood(await hypervisor.domainGetInterfaceParameters(dom, device, withoutStrings(flags), call), flags, nparams)),
  ),
  serve(block.domainGetDiskErrors, async ({ hypervisor }, { dom, maxerrors, flags }, call) => {
    const errors = await hypervisor.domainGetDiskErrors(dom, flags, call);
    if (maxerrors === 0) return { errors: [], nerrors: errors.length };
    return { errors: errors.slice(0, maxerrors), nerrors: Math.min(errors.length, maxerrors) };
  }),
];
