import type { XmlElement } from '@virtweave/core-util/xml';
import type { ReadContext, WriteContext } from '../../table/context.ts';
/** `<listen>`: where a graphics server waits for its viewers. */
export interface Listen {
    type: 'none' | 'address' | 'network' | 'socket';
    /** Type `address`: of the host. Of a running guest also with type `network`. */
    address?: string;
    /** Type `network`: the host's address in that network. */
    network?: string;
    /** Type `socket`: path; absent: chosen at start. */
    socket?: string;
}
/** The listens of a graphics element, with those that older documents say in attributes of `<graphics>`. */
export declare function readListens(graphics: XmlElement, context: ReadContext, options: {
    socket: boolean;
}): Listen[];
export declare function writeListens(listens: readonly Listen[], out: WriteContext): void;
/** The address that older readers look for in `<graphics listen='..'>`. */
export declare function listenAttribute(listens: readonly Listen[], out: WriteContext): string | undefined;
//# sourceMappingURL=graphics-listen.d.ts.map