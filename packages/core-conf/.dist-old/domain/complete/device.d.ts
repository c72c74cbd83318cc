import type { Domain } from '../domain.ts';
import type { CompletionContext } from './context.ts';
import type { Device } from './devices.ts';
/** Defaults of one device that hold for every hypervisor. */
export declare function completeDevice(item: Device, domain: Domain, context: CompletionContext): void;
//# sourceMappingURL=device.d.ts.map