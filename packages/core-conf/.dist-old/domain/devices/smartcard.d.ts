import { type Required } from '../../table/field.ts';
import { type ChardevSource } from './chardev-source.ts';
import { type DeviceInfo } from './device-info.ts';
/** `<smartcard>`; `type` is written as `mode`. */
export type Smartcard = DeviceInfo & ({
    type: 'host';
} | {
    type: 'host-certificates';
    certificates: string[];
    database?: string;
} | {
    type: 'passthrough';
    source: ChardevSource;
});
/** `<smartcard>`, all of them. */
export declare const smartcards: Required<Smartcard[]>;
//# sourceMappingURL=smartcard.d.ts.map