import type { Domain } from '../domain.ts';
export declare function validateCputune({ cputune, iothreadIds, iothreads }: Domain): void;
//# sourceMappingURL=cputune.d.ts.map