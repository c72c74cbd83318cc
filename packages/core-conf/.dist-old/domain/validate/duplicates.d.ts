import type { Domain } from '../domain.ts';
/** Targets, controllers, boot orders, aliases and addresses may each be used once. */
export declare function validateDuplicates({ devices }: Domain): void;
//# sourceMappingURL=duplicates.d.ts.map