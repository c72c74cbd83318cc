import { missingAttribute, invalidAttribute, problem } from "./problem.js";
import { nameCheck, readTable, table, writeTableAttributes, writeTableChildren } from "./table.js";
const nothing = [];
function lazy(of) {
    return typeof of === 'function' ? of : () => of;
}
function writeChild(name, of, value, out, empty) {
    if (empty === 'omit')
        out.xml.openOptional(name);
    else
        out.xml.open(name);
    writeTableAttributes(of, value, out);
    writeTableChildren(of, value, out);
    out.xml.close(empty === 'pair');
}
/** One child element. */
export function child(name, of, options = {}) {
    const get = lazy(of);
    return {
        attributes: nothing,
        children: [name],
        read(element, context) {
            const found = element.child(name);
            return found === undefined ? undefined : readTable(get(), found, context);
        },
        writeChildren: (value, out) => writeChild(name, get(), value, out, options.empty ?? 'omit'),
        schema: () => get().schema(),
        inner: () => get().check,
    };
}
/** One child element that must be there. */
export function childRequired(name, of, missing) {
    const optional = child(name, of, { empty: 'keep' });
    return {
        ...optional,
        required: true,
        read(element, context) {
            const value = optional.read(element, context);
            if (value === undefined)
                throw problem(element, missing ?? `missing element '${name}' in element '${element.name}'`);
            return value;
        },
    };
}
/** One child element; without it the table reads an empty one. */
export function childOr(name, of, options = {}) {
    const optional = child(name, of, options);
    return {
        ...optional,
        required: true,
        read: (element, context) => optional.read(element, context) ?? readTable(lazy(of)(), emptyElement(name, element), context),
    };
}
function emptyElement(name, parent) {
    const Constructor = parent.constructor;
    const element = new Constructor(name);
    element.parent = parent;
    return element;
}
/** Any number of child elements. */
export function list(name, of) {
    const get = lazy(of);
    return {
        attributes: nothing,
        children: [name],
        required: true,
        read: (element, context) => element.all(name).map((found) => readTable(get(), found, context)),
        writeChildren(values, out) {
            for (const value of values)
                writeChild(name, get(), value, out, 'keep');
        },
        schema: () => ({ type: 'array', items: get().schema() }),
        inner: () => get().check,
    };
}
/** Any number of child elements; no value when there are none. */
export function some(name, of) {
    const { required: _, ...all } = list(name, of);
    return {
        ...all,
        read: (element, context) => (element.child(name) === undefined ? undefined : all.read(element, context)),
    };
}
export function within(name, inner, options = {}) {
    const check = nameCheck([inner]);
    return {
        attributes: nothing,
        children: [name],
        ...(inner.required === true && { required: true }),
        read(element, context) {
            const found = element.child(name);
            if (found !== undefined)
                return inner.read(found, context);
            return inner.required === true ? inner.read(emptyElement(name, element), context) : undefined;
        },
        writeChildren(value, out, owner) {
            if ((options.empty ?? 'omit') === 'omit')
                out.xml.openOptional(name);
            else
                out.xml.open(name);
            inner.writeAttributes?.(value, out, owner);
            inner.writeChildren?.(value, out, owner);
            out.xml.close(options.empty === 'pair');
        },
        schema: () => inner.schema(),
        inner: () => check,
    };
}
/**
 * A value of several shapes: the attribute `on` says which. The rest stands in the same element, or in its child `body`.
 * The attribute leads its start tag.
 */
export function union(on, cases, options = {}) {
    const tables = new Map(Object.entries(cases).map(([type, fields]) => [type, table(fields)]));
    const { body, fallback } = options;
    const all = [...tables.values()];
    const bodyFields = all.flatMap((one) => one.fields.map(({ field }) => field));
    const bodyCheck = nameCheck(bodyFields);
    const names = (of) => [...new Set(bodyFields.flatMap((field) => field[of]))];
    const select = (element) => {
        const type = element.attributes.get(on) ?? fallback;
        if (type === undefined)
            throw missingAttribute(element, on);
        const chosen = tables.get(type);
        if (chosen === undefined)
            throw invalidAttribute(element, on, type);
        return [type, chosen];
    };
    return {
        attributes: body === undefined ? [on, ...names('attributes')] : [on],
        children: body === undefined ? names('children') : [body],
        required: true,
        lead: true,
        read(element, context) {
            const [type, chosen] = select(element);
            const holder = body === undefined ? element : (element.child(body) ?? emptyElement(body, element));
            return { type, ...readTable(chosen, holder, context) };
        },
        writeAttributes(value, out) {
            out.xml.attr(on, value.type);
            if (body === undefined)
                writeTableAttributes(tableFor(value), value, out);
        },
        writeChildren(value, out) {
            if (body === undefined)
                writeTableChildren(tableFor(value), value, out);
            else
                writeChild(body, tableFor(value), value, out, options.empty ?? 'omit');
        },
        schema: () => ({
            oneOf: [...tables].map(([type, one]) => {
                const inner = one.schema();
                return {
                    ...inner,
                    properties: { type: { const: type }, ...inner.properties },
                    required: ['type', ...(inner.required ?? [])],
                };
            }),
        }),
        inner: (name, element) => name === body ? bodyCheck : bodyFields.find((field) => field.children.includes(name))?.inner?.(name, element),
    };
    function tableFor(value) {
        const chosen = tables.get(value.type);
        if (chosen === undefined)
            throw new TypeError(`no such type: ${value.type}`);
        return chosen;
    }
}
/** A value of several shapes that is a child element: `<address type='pci' .../>`. */
export function unionChild(name, on, cases, options = {}) {
    const inner = union(on, cases, options);
    return {
        attributes: nothing,
        children: [name],
        read(element, context) {
            const found = element.child(name);
            return found === undefined ? undefined : inner.read(found, context);
        },
        writeChildren(value, out, owner) {
            out.xml.open(name);
            inner.writeAttributes?.(value, out, owner);
            inner.writeChildren?.(value, out, owner);
            out.xml.close();
        },
        schema: () => inner.schema(),
        inner: () => nameCheck([inner]),
    };
}
/** Any number of child elements that are a {@link union} each. */
export function unionList(name, of) {
    const check = nameCheck([of]);
    return {
        attributes: nothing,
        children: [name],
        required: true,
        read: (element, context) => element.all(name).map((found) => of.read(found, context)),
        writeChildren(values, out) {
            for (const value of values) {
                out.xml.open(name);
                of.writeAttributes?.(value, out, value);
                of.writeChildren?.(value, out, value);
                out.xml.close();
            }
        },
        schema: () => ({ type: 'array', items: of.schema() }),
        inner: () => check,
    };
}
//# sourceMappingURL=child.js.map