import type { Domain } from '../domain.ts';
/** A machine without any boot order boots from its hard disk. */
export declare function completeBoot({ os, devices }: Domain): void;
//# sourceMappingURL=boot.d.ts.map