import type { XmlElement } from '@virtweave/core-util/xml';
import type { NameCheck } from './field.ts';
/** Refuses the first unknown attribute or element, and names the nearest known one. */
export declare function checkNames(root: XmlElement, check: NameCheck): void;
/** The known name that differs least, if it differs little. */
export declare function nearestName(name: string, known: readonly string[]): string | undefined;
//# sourceMappingURL=strict.d.ts.map