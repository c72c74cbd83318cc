import { type Table } from '../table/table.ts';
/** `<features>`: what the machine offers, and how the hypervisor may show itself. */
export interface Features {
    acpi?: true;
    apic?: {
        eoi?: boolean;
    };
    pae?: true;
    viridian?: true;
    privnet?: true;
    hap?: boolean;
    pvspinlock?: boolean;
    pmu?: boolean;
    vmport?: boolean;
    smm?: Smm;
    htm?: boolean;
    nestedHv?: boolean;
    vmcoreinfo?: boolean;
    ccfAssist?: boolean;
    ps2?: boolean;
    hyperv?: Hyperv;
    kvm?: KvmFeatures;
    xen?: XenFeatures;
    /** Version, or `host`. */
    gic?: {
        version?: '2' | '3' | 'host';
    };
    /** Containers: Linux capabilities that are taken or kept. */
    capabilities?: Capabilities;
    ioapic?: 'qemu' | 'kvm';
    hpt?: Hpt;
    msrs?: {
        unknown: 'ignore' | 'fault';
    };
    cfpc?: 'broken' | 'workaround' | 'fixed';
    sbbc?: 'broken' | 'workaround' | 'fixed';
    ibs?: 'broken' | 'workaround' | 'fixed-ibs' | 'fixed-ccd' | 'fixed-na';
    /** KiB of the translator's cache. */
    tcg?: {
        tbCache?: number;
    };
    asyncTeardown?: boolean;
    ras?: boolean;
    aia?: 'none' | 'aplic' | 'aplic-imsic';
}
export interface Smm {
    state?: boolean;
    /** Size of the extended TSEG, as written, and its unit. */
    tseg?: {
        size: number;
        unit: string;
    };
}
/** Enlightenments for Windows guests. */
export interface Hyperv {
    mode?: 'custom' | 'passthrough';
    relaxed?: boolean;
    vapic?: boolean;
    spinlocks?: {
        state: boolean;
        retries?: number;
    };
    vpindex?: boolean;
    runtime?: boolean;
    synic?: boolean;
    stimer?: {
        state: boolean;
        direct?: boolean;
    };
    reset?: boolean;
    vendorId?: {
        state: boolean;
        value?: string;
    };
    frequencies?: boolean;
    reenlightenment?: boolean;
    tlbflush?: {
        state: boolean;
        direct?: boolean;
        extended?: boolean;
    };
    ipi?: boolean;
    evmcs?: boolean;
    avic?: boolean;
    emsrBitmap?: boolean;
    xmmInput?: boolean;
}
export interface KvmFeatures {
    hidden?: boolean;
    hintDedicated?: boolean;
    pollControl?: boolean;
    pvIpi?: boolean;
    dirtyRing?: {
        state: boolean;
        size?: number;
    };
}
export interface XenFeatures {
    e820Host?: boolean;
    passthrough?: {
        state: boolean;
        mode?: 'sync_pt' | 'share_pt';
    };
}
export interface Capabilities {
    policy?: 'default' | 'allow' | 'deny';
    /** Capability to whether it is kept. */
    states: Record<string, boolean>;
}
export interface Hpt {
    resizing?: 'enabled' | 'disabled' | 'required';
    /** KiB. */
    maxpagesize?: number;
}
export declare const features: Table<Features>;
//# sourceMappingURL=features.d.ts.map