import type { XmlElement } from '@virtweave/core-util/xml';
import type { Codec } from './codec.ts';
import type { ReadContext, WriteContext } from './context.ts';
import type { JsonSchema } from './json-schema.ts';
/** Says how one property of an object stands in XML: in attributes of its element, in children, or in both. */
export interface Field<V> {
    /** Attributes and children that the field owns: all others are unknown. */
    readonly attributes: readonly string[];
    readonly children: readonly string[];
    /** Always yields a value. */
    readonly required?: boolean;
    /** Its attributes are written before those of the fields in front of it. */
    readonly lead?: boolean;
    read(element: XmlElement, context: ReadContext): V | undefined;
    /** `owner` is the object that the value belongs to, for what depends on its neighbours. */
    writeAttributes?(value: V, out: WriteContext, owner: object): void;
    writeChildren?(value: V, out: WriteContext, owner: object): void;
    /** Schema of the value; a function, since tables may contain themselves. */
    schema(): JsonSchema;
    /** Tables of the children, for the check of unknown names: element name to names inside it. */
    inner?(child: string, element: XmlElement): NameCheck | undefined;
}
/** A field that always yields a value. */
export interface Required<V> extends Field<V> {
    readonly required: true;
}
/** Reports unknown attributes and elements inside an element. */
export type NameCheck = (element: XmlElement, report: (problem: {
    element: XmlElement;
    attribute?: string;
    known: readonly string[];
}) => void) => void;
/** An optional attribute. With `omit`, that value is not written. */
export declare function attr<V>(name: string, codec: Codec<V>, options?: {
    omit?: V;
}): Field<V>;
/** An attribute with a default. It is written even when it has the default value, unless `omit` names it. */
export declare function attrOr<V>(name: string, codec: Codec<V>, fallback: V, options?: {
    omit?: V;
}): Required<V>;
/** An attribute that must be there. */
export declare function attrRequired<V>(name: string, codec: Codec<V>): Required<V>;
/** The element's own text; white space around it does not count unless `verbatim`. Empty text is no value. */
export declare function text<V>(codec: Codec<V>, options?: {
    verbatim?: boolean;
}): Field<V>;
export declare function textRequired<V>(codec: Codec<V>): Required<V>;
/** `<name>value</name>`; the first one counts when there are several. */
export declare function leaf<V>(name: string, codec: Codec<V>, options?: {
    verbatim?: boolean;
    omit?: V;
}): Field<V>;
/** `<name>value</name>` that must be there; `missing` is libvirt's word for its absence. */
export declare function leafRequired<V>(name: string, codec: Codec<V>, missing?: string): Required<V>;
/** `<name>value</name>` with a default. */
export declare function leafOr<V>(name: string, codec: Codec<V>, fallback: V): Required<V>;
/** Several `<name>value</name>`. */
export declare function leaves<V>(name: string, codec: Codec<V>): Required<V[]>;
/** `<name/>`: true when it is there. */
export declare function flag(name: string): Field<true>;
/** `<name on='value'/>`: an element that only carries one attribute, such as `<vmport state='off'/>`. */
export declare function property<V>(name: string, on: string, codec: Codec<V>): Field<V>;
/** The same, with a default. */
export declare function propertyOr<V>(name: string, on: string, codec: Codec<V>, fallback: V): Required<V>;
/** Several of these: `<certificate name='..'/>`. */
export declare function properties<V>(name: string, on: string, codec: Codec<V>): Required<V[]>;
/** Written for running objects only, and ignored in documents of stopped ones. */
export declare function live<V>(field: Field<V>): Field<V>;
/** Written only when secrets are asked for. */
export declare function secret<V>(field: Field<V>): Field<V>;
/** Its attributes come first in the start tag, wherever its children stand. */
export declare function leading<V>(field: Required<V>): Required<V>;
export declare function leading<V>(field: Field<V>): Field<V>;
//# sourceMappingURL=field.d.ts.map