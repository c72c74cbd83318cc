import { invalidAttribute, invalidText, missingAttribute, problem } from "./problem.js";
const nothing = [];
function readAttribute(element, name, codec) {
    const text = element.attributes.get(name);
    if (text === undefined)
        return undefined;
    const value = codec.parse(text);
    if (value === undefined)
        throw invalidAttribute(element, name, text, codec.expected);
    return value;
}
/** An optional attribute. With `omit`, that value is not written. */
export function attr(name, codec, options = {}) {
    return {
        attributes: [name],
        children: nothing,
        read: (element) => readAttribute(element, name, codec),
        writeAttributes(value, out) {
            if (value !== options.omit)
                out.xml.attr(name, codec.format(value));
        },
        schema: () => codec.schema,
    };
}
/** An attribute with a default. It is written even when it has the default value, unless `omit` names it. */
export function attrOr(name, codec, fallback, options = {}) {
    return { ...attr(name, codec, options), required: true, read: (element) => readAttribute(element, name, codec) ?? fallback };
}
/** An attribute that must be there. */
export function attrRequired(name, codec) {
    return {
        ...attr(name, codec),
        required: true,
        read(element) {
            const value = readAttribute(element, name, codec);
            if (value === undefined)
                throw missingAttribute(element, name);
            return value;
        },
    };
}
/** The element's own text; white space around it does not count unless `verbatim`. Empty text is no value. */
export function text(codec, options = {}) {
    return {
        attributes: nothing,
        children: nothing,
        read: (element) => readText(element, codec, options.verbatim),
        writeChildren(value, out) {
            out.xml.text(codec.format(value));
        },
        schema: () => codec.schema,
    };
}
export function textRequired(codec) {
    return {
        ...text(codec),
        required: true,
        read(element) {
            const value = readText(element, codec);
            if (value === undefined)
                throw problem(element, `Missing content of element '${element.name}'`);
            return value;
        },
    };
}
function readText(element, codec, verbatim = false) {
    const raw = element.text;
    if (raw === '')
        return undefined;
    const content = verbatim ? raw : raw.trim();
    const value = codec.parse(content);
    if (value === undefined)
        throw invalidText(element, content);
    return value;
}
/** `<name>value</name>`; the first one counts when there are several. */
export function leaf(name, codec, options = {}) {
    return {
        attributes: nothing,
        children: [name],
        read(element) {
            const found = element.child(name);
            return found === undefined ? undefined : readText(found, codec, options.verbatim ?? true);
        },
        writeChildren(value, out) {
            if (value !== options.omit)
                out.xml.leaf(name, codec.format(value));
        },
        schema: () => codec.schema,
    };
}
/** `<name>value</name>` that must be there; `missing` is libvirt's word for its absence. */
export function leafRequired(name, codec, missing) {
    return {
        ...leaf(name, codec),
        required: true,
        read(element, context) {
            const value = leaf(name, codec).read(element, context);
            if (value === undefined)
                throw problem(element, missing ?? `missing element '${name}' in element '${element.name}'`);
            return value;
        },
    };
}
/** `<name>value</name>` with a default. */
export function leafOr(name, codec, fallback) {
    const optional = leaf(name, codec);
    return { ...optional, required: true, read: (element, context) => optional.read(element, context) ?? fallback };
}
/** Several `<name>value</name>`. */
export function leaves(name, codec) {
    return {
        attributes: nothing,
        children: [name],
        required: true,
        read(element) {
            const values = [];
            for (const found of element.all(name)) {
                const value = readText(found, codec, true);
                if (value !== undefined)
                    values.push(value);
            }
            return values;
        },
        writeChildren(values, out) {
            for (const value of values)
                out.xml.leaf(name, codec.format(value));
        },
        schema: () => ({ type: 'array', items: codec.schema }),
    };
}
/** `<name/>`: true when it is there. */
export function flag(name) {
    return {
        attributes: nothing,
        children: [name],
        read: (element) => (element.child(name) === undefined ? undefined : true),
        writeChildren(_value, out) {
            out.xml.open(name).close();
        },
        schema: () => ({ const: true }),
    };
}
/** `<name on='value'/>`: an element that only carries one attribute, such as `<vmport state='off'/>`. */
export function property(name, on, codec) {
    return {
        attributes: nothing,
        children: [name],
        read(element) {
            const found = element.child(name);
            return found === undefined ? undefined : readAttribute(found, on, codec);
        },
        writeChildren(value, out) {
            out.xml.open(name).attr(on, codec.format(value)).close();
        },
        schema: () => codec.schema,
    };
}
/** The same, with a default. */
export function propertyOr(name, on, codec, fallback) {
    const optional = property(name, on, codec);
    return { ...optional, required: true, read: (element, context) => optional.read(element, context) ?? fallback };
}
/** Several of these: `<certificate name='..'/>`. */
export function properties(name, on, codec) {
    return {
        attributes: nothing,
        children: [name],
        required: true,
        read(element) {
            return element.all(name).map((found) => {
                const value = readAttribute(found, on, codec);
                if (value === undefined)
                    throw missingAttribute(found, on);
                return value;
            });
        },
        writeChildren(values, out) {
            for (const value of values)
                out.xml.open(name).attr(on, codec.format(value)).close();
        },
        schema: () => ({ type: 'array', items: codec.schema }),
    };
}
/** Written for running objects only, and ignored in documents of stopped ones. */
export function live(field) {
    return {
        ...field,
        read: (element, context) => (context.inactive ? undefined : field.read(element, context)),
        ...wrapWrites(field, (out) => !out.inactive),
    };
}
/** Written only when secrets are asked for. */
export function secret(field) {
    return { ...field, ...wrapWrites(field, (out) => out.secure) };
}
export function leading(field) {
    return { ...field, lead: true };
}
function wrapWrites(field, wanted) {
    const { writeAttributes, writeChildren } = field;
    return {
        ...(writeAttributes && {
            writeAttributes: (value, out, owner) => {
                if (wanted(out))
                    writeAttributes(value, out, owner);
            },
        }),
        ...(writeChildren && {
            writeChildren: (value, out, owner) => {
                if (wanted(out))
                    writeChildren(value, out, owner);
            },
        }),
    };
}
//# sourceMappingURL=field.js.map