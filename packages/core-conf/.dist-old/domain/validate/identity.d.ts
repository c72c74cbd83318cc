import type { Domain } from '../domain.ts';
/** Name and title. */
export declare function validateIdentity({ name, title }: Domain): void;
//# sourceMappingURL=identity.d.ts.map