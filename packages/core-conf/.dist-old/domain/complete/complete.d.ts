import { type RandomBytes } from '@virtweave/core-util';
import type { Domain } from '../domain.ts';
import type { DomainDriver } from './context.ts';
export interface CompletionOptions {
    readonly inactive?: boolean;
    readonly random?: RandomBytes;
    readonly driver?: DomainDriver;
}
/** Fills in what a document leaves open, in libvirt's order; changes the object that it is given. */
export declare function completeDomain(domain: Domain, options?: CompletionOptions): Domain;
//# sourceMappingURL=complete.d.ts.map