import type { XmlElement } from '@virtweave/core-util/xml';
import type { Field } from '../table/field.ts';
/**
 * Elements of a driver's own XML namespace directly below `<domain>`, such as `<qemu:commandline>`. They are kept as they
 * were read; the driver gives them their meaning.
 */
export interface Extensions {
    /** Prefix as libvirt writes it, such as `qemu`. */
    prefix: string;
    uri: string;
    elements: readonly XmlElement[];
}
export declare const extensions: Field<Extensions>;
//# sourceMappingURL=extensions.d.ts.map