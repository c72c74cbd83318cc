import type { Call, DomainVcpuDriver, TypedParams } from '@virtweave/core-api';
import { paramsFromWire } from '@virtweave/core-rpc';
import { domainGetInfo } from '@virtweave/core-rpc/protocol/domain';
import {
  domainGetCpuStats,
  domainGetEmulatorPinInfo,
  domainGetIothreadInfo,
  domainGetVcpuPinInfo,
  domainGetVcpus,
  domainGetVcpusFlags,
} from '@virtweave/core-rpc/protocol/domain-tuning';
import { nodeGetCpuMap } from '@virtweave/core-rpc/protocol/node';
import { withStrings } from '../flags.ts';
import type { Remote } from '../remote.ts';

const maximum = 4; // VIR_DOMAIN_VCPU_MAXIMUM
const mostCpus = 128; // REMOTE_DOMAIN_GET_CPU_STATS_NCPUS_MAX

type Members =
  | 'domainGetCPUStats'
  | 'domainGetEmulatorPinInfo'
  | 'domainGetIOThreadInfo'
  | 'domainGetVcpuPinInfo'
  | 'domainGetVcpus';

export function domainVcpuByHand(remote: Remote): Pick<DomainVcpuDriver, Members> {
  /** Bytes of a map with a bit for each processor of the host. */
  const mapLength = async (call: Call): Promise<number> => {
    const { ret } = await remote.call(nodeGetCpuMap, { need_map: 0, need_online: 0, flags: 0 }, call);
    return Math.max(1, Math.ceil(ret / 8));
  };
  return {
    async domainGetCPUStats(domain, startCpu, ncpus, flags, call) {
      const args = { dom: domain, start_cpu: startCpu, flags: withStrings(flags) };
      // How many processors, then how many parameters each has: both are wanted beforehand.
      const whole = startCpu === -1;
      const total = whole ? 1 : (await remote.call(domainGetCpuStats, { ...args, start_cpu: 0, nparams: 0, ncpus: 0 }, call)).nparams;
      const { nparams } = await remote.call(domainGetCpuStats, { ...args, nparams: 0, ncpus: 1 }, call);
      if (nparams === 0) return [];
      const wanted = whole ? 1 : ncpus === 0 ? total - startCpu : ncpus;
      const stats: TypedParams[] = [];
      for (let first = 0; first < wanted; first += mostCpus) {
        const asked = { ...args, nparams, start_cpu: startCpu + first, ncpus: Math.min(mostCpus, wanted - first) };
        const { params } = await remote.call(domainGetCpuStats, asked, call);
        for (let at = 0; at < params.length; at += nparams) stats.push(paramsFromWire(params.slice(at, at + nparams)));
      }
      return stats;
    },
    async domainGetEmulatorPinInfo(domain, flags, call) {
      const { cpumaps } = await remote.call(domainGetEmulatorPinInfo, { dom: domain, maplen: await mapLength(call), flags }, call);
      return cpumaps;
    },
    async domainGetIOThreadInfo(domain, flags, call) {
      const { info } = await remote.call(domainGetIothreadInfo, { dom: domain, flags }, call);
      return info.map(({ iothread_id, cpumap }) => ({ iothreadId: iothread_id, cpumap }));
    },
    async domainGetVcpuPinInfo(domain, flags, call) {
      const maplen = await mapLength(call);
      const { num: most } = await remote.call(domainGetVcpusFlags, { dom: domain, flags: (flags | maximum) >>> 0 }, call);
      const { cpumaps, num } = await remote.call(domainGetVcpuPinInfo, { dom: domain, ncpumaps: most, maplen, flags }, call);
      return Array.from({ length: num }, (_, i) => cpumaps.subarray(i * maplen, (i + 1) * maplen));
    },
    async domainGetVcpus(domain, call) {
      const maplen = await mapLength(call);
      const { nrVirtCpu } = await remote.call(domainGetInfo, { dom: domain }, call);
      const { info, cpumaps } = await remote.call(domainGetVcpus, { dom: domain, maxinfo: nrVirtCpu, maplen }, call);
      return info.map(({ number, state, cpu_time, cpu }, i) => ({
        number,
        state,
        cpuTime: cpu_time,
        cpu,
        cpumap: cpumaps.subarray(i * maplen, (i + 1) * maplen),
      }));
    },
  };
}
