import type { Domain } from '../domain.ts';
export declare function validateGraphics({ devices }: Domain): void;
//# sourceMappingURL=graphics.d.ts.map