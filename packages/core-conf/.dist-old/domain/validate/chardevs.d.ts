import type { Domain } from '../domain.ts';
/** Every character device has the addresses and paths that its type needs. */
export declare function validateChardevs({ devices }: Domain): void;
//# sourceMappingURL=chardevs.d.ts.map