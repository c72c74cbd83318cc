import type { Domain } from '../domain.ts';
/**
 * The first `<console>` of a machine is another view of its first serial port: whichever is missing is made from the
 * other.
 */
export declare function completeConsoles({ os, devices }: Domain): void;
//# sourceMappingURL=consoles.d.ts.map