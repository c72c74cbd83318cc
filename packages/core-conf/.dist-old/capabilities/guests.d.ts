import type { Domain, VirtType } from '../domain/domain.ts';
/** Which guests a host can run: what the rules for a definition need of the host's capabilities. */
export interface GuestCapabilities {
    /** Architecture of the host, such as `x86_64`. */
    readonly hostArch: string;
    readonly guests: readonly GuestCapability[];
}
export interface GuestCapability {
    readonly osType: string;
    readonly arch: string;
    readonly types: readonly VirtType[];
    readonly emulator?: string;
    readonly machine?: string;
}
/** Fills in the architecture, from the guests that the host can run. */
export declare function completeArch({ type, os }: Domain, { hostArch, guests }: GuestCapabilities): void;
//# sourceMappingURL=guests.d.ts.map