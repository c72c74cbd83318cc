import type { DomainDriver } from '../complete/context.ts';
import type { Domain } from '../domain.ts';
/**
 * Refuses definitions that contradict themselves, or that the driver cannot run (`virDomainDefValidate`).
 *
 * @throws VirtError with libvirt's code and words
 */
export declare function validateDomain(domain: Domain, driver?: DomainDriver): void;
//# sourceMappingURL=validate.d.ts.map