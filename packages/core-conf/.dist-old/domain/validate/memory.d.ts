import type { Domain } from '../domain.ts';
export declare function validateMemory({ memory, maxMemory }: Domain): void;
//# sourceMappingURL=memory.d.ts.map