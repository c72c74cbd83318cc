import type { Domain } from '../domain.ts';
/** `current` is kept only when it says something, and the cpuset in libvirt's spelling. */
export declare function completeVcpus({ vcpu, vcpus }: Domain): void;
//# sourceMappingURL=vcpus.d.ts.map