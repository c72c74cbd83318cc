import { VirtError } from '../errors/virt-error.ts';

/** Time that CPUs spent, in ticks of the kernel (usually 100 a second). */
export interface CpuTimes {
  readonly kernel: bigint;
  readonly user: bigint;
  readonly idle: bigint;
  readonly iowait: bigint;
}

/**
 * Times out of /proc/stat (`virNodeGetCPUStats`).
 *
 * @param cpu number of a CPU; undefined for all of them together
 * @throws VirtError VIR_ERR_INVALID_ARG when there is no such CPU
 */
export function parseCpuStats(stat: string, cpu?: number): CpuTimes {
  const name = cpu === undefined ? 'cpu' : `cpu${cpu}`;
  const line = stat.split('\n').find((one) => one.startsWith(`${name} `));
  const values = line?.trim().split(/\s+/).slice(1) ?? [];
  if (values.length < 5 || values.some((value) => !/^\d{1,20}$/.test(value))) {
    throw new VirtError('VIR_ERR_INVALID_ARG', `Invalid cpuNum in nodeGetCPUStats: no CPU ${cpu ?? ''}`.trimEnd());
  }
  const [user = 0n, nice = 0n, system = 0n, idle = 0n, iowait = 0n, irq = 0n, softirq = 0n] = values.map(BigInt);
  return { kernel: system + irq + softirq, user: user + nice, idle, iowait };
}
