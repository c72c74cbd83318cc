import { refuse, unsupported } from "./refuse.js";
export function validateVcpus({ vcpu, vcpus, cpu }) {
    if (vcpu.max === 0)
        throw refuse("invalid maximum number of vCPUs '0'");
    if (vcpu.current !== undefined && vcpu.current > vcpu.max) {
        throw refuse(`maxvcpus must not be less than current vcpus (${vcpu.max} < ${vcpu.current})`, 'VIR_ERR_INTERNAL_ERROR');
    }
    const orders = new Set();
    for (const { id, enabled, order } of vcpus ?? []) {
        if (id >= vcpu.max)
            throw refuse(`vcpu id '${id}' is out of range`);
        if (order === undefined || order === 0)
            continue;
        if (!enabled)
            continue;
        if (order > vcpu.max)
            throw refuse(`vcpu order must be less than or equal to '${vcpu.max}'`);
        if (orders.has(order))
            throw refuse(`duplicate vcpu order '${order}'`, 'VIR_ERR_CONFIG_UNSUPPORTED');
        orders.add(order);
    }
    const topology = cpu?.topology;
    if (topology !== undefined) {
        const { sockets, dies = 1, clusters = 1, cores, threads } = topology;
        if (sockets * dies * clusters * cores * threads < vcpu.max) {
            throw unsupported('Maximum CPUs greater than topology limit');
        }
    }
}
//# sourceMappingURL=vcpus.js.map