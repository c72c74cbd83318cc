import type { Domain } from '../domain.ts';
/** What `<cpu>` means when it does not say so. */
export declare function completeCpu({ cpu }: Domain): void;
//# sourceMappingURL=cpu.d.ts.map