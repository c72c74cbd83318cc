import type { Domain } from '../domain.ts';
export declare function validateVcpus({ vcpu, vcpus, cpu }: Domain): void;
//# sourceMappingURL=vcpus.d.ts.map