import type { Domain } from '../domain.ts';
import { refuse, unsupported } from './refuse.ts';

export function validateVcpus({ vcpu, vcpus, cpu }: Domain): void {
  if (vcpu.max === 0) throw refuse("invalid maximum number of vCPUs '0'");
  if (vcpu.current !== undefined && vcpu.current > vcpu.max) {
    throw refuse(`maxvcpus must not be less than current vcpus (${vcpu.max} < ${vcpu.current})`, 'VIR_ERR_INTERNAL_ERROR');
  }
  for (const { id, enabled, hotpluggable } of vcpus ?? []) {
    if (id >= vcpu.max) throw refuse(`vcpu id '${id}' is out of range of maximum vcpu count`);
    if (!enabled && hotpluggable === false) throw unsupported(`vcpu '${id}' is both offline and not hotpluggable`);
  }
  const topology = cpu?.topology;
  if (topology !== undefined) {
    const { sockets, dies = 1, clusters = 1, cores, threads } = topology;
    if (sockets * dies * clusters * cores * threads < vcpu.max) {
      throw unsupported('Maximum CPUs greater than topology limit');
    }
  }
}
