import type { Domain } from '../domain.ts';
/** Ranges are written out thread by thread, and vCPUs that the guest does not have are left out. */
export declare function completeCputune({ cputune, vcpu }: Domain): void;
//# sourceMappingURL=cputune.d.ts.map