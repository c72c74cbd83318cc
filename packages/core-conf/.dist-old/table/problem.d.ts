import { VirtError, type ErrorCode } from '@virtweave/core-util';
import { type XmlElement } from '@virtweave/core-util/xml';
/** An error about a document: libvirt's words, and the place where the document is wrong. */
export declare function problem(element: XmlElement, detail: string, options?: {
    attribute?: string;
    code?: ErrorCode;
}): VirtError;
/** libvirt's words for an attribute that cannot be read. */
export declare function invalidAttribute(element: XmlElement, attribute: string, value: string, expected?: string): VirtError;
export declare function missingAttribute(element: XmlElement, attribute: string): VirtError;
export declare function invalidText(element: XmlElement, value: string): VirtError;
//# sourceMappingURL=problem.d.ts.map