import { type Int64 } from '../table/codec.ts';
import { type Field } from '../table/field.ts';
/** `<launchSecurity>`: memory that the host cannot read. */
export type LaunchSecurity = {
    type: 'sev';
    kernelHashes?: boolean;
    cbitpos?: number;
    reducedPhysBits?: number;
    policy: number;
    dhCert?: string;
    session?: string;
} | {
    type: 'sev-snp';
    kernelHashes?: boolean;
    authorKey?: boolean;
    vcek?: boolean;
    cbitpos?: number;
    reducedPhysBits?: number;
    policy: Int64;
    guestVisibleWorkarounds?: string;
    idBlock?: string;
    idAuth?: string;
    hostData?: string;
} | {
    type: 's390-pv';
};
export declare const launchSecurity: Field<LaunchSecurity>;
//# sourceMappingURL=launch-security.d.ts.map