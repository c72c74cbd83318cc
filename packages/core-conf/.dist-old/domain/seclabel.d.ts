import { type Table } from '../table/table.ts';
/** `<seclabel>` of a domain: how a security driver confines the guest. */
export interface Seclabel {
    type?: 'none' | 'dynamic' | 'static';
    model?: string;
    /** Whether the guest's files are given the label. */
    relabel?: boolean;
    label?: string;
    imagelabel?: string;
    baselabel?: string;
}
/** `<seclabel>` of one device's source. */
export interface DeviceSeclabel {
    model?: string;
    relabel?: boolean;
    /** The image could not be labelled, and that was accepted. */
    labelskip?: boolean;
    label?: string;
}
export declare const seclabel: Table<Seclabel>;
export declare const deviceSeclabel: Table<DeviceSeclabel>;
//# sourceMappingURL=seclabel.d.ts.map