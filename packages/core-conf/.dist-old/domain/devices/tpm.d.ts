import { type Table } from '../../table/table.ts';
import { type DeviceInfo } from './device-info.ts';
/** `<tpm>`: a trusted platform module. */
export interface Tpm extends DeviceInfo {
    model?: 'tpm-tis' | 'tpm-crb' | 'tpm-spapr' | 'spapr-tpm-proxy';
    backend: TpmBackend;
}
export type TpmBackend = {
    type: 'passthrough';
    device?: string;
} | {
    type: 'emulator';
    version?: '1.2' | '2.0';
    persistentState?: boolean;
    debug?: string;
    source?: {
        type?: string;
        path?: string;
    };
    encryption?: {
        secret: string;
    };
    profile?: TpmProfile;
    activePcrBanks?: string[];
} | {
    type: 'external';
    source?: {
        type?: string;
        mode?: string;
        path?: string;
    };
};
export interface TpmProfile {
    source?: string;
    removeDisabled?: 'check' | 'fips-host';
    name?: string;
}
export declare const tpm: Table<Tpm>;
//# sourceMappingURL=tpm.d.ts.map