import type { XmlElement } from '@virtweave/core-util/xml';
import type { Field } from '../table/field.ts';
/**
 * `<metadata>`: foreign XML that the hypervisor keeps for its users, one element for each XML namespace.
 * The elements are kept as they were read.
 */
export interface Metadata {
    elements: readonly XmlElement[];
}
export declare const metadata: Field<Metadata>;
/** The namespace of an element's name, from the declarations around it. */
export declare function namespaceOf(element: XmlElement): string | undefined;
//# sourceMappingURL=metadata.d.ts.map