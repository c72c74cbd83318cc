import type { Domain } from '../domain.ts';
/** The guest has all of its memory unless the document says less; NUMA cells define how much that is. */
export declare function completeMemory(domain: Domain): void;
//# sourceMappingURL=memory.d.ts.map