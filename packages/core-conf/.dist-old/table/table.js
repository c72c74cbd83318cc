/** Declares the table of an interface: every key of it, in the order in which the element is written. */
export function table(fields) {
    const all = Object.entries(fields).map(([key, field]) => ({ key, field }));
    const withAttributes = all.filter(({ field }) => field.writeAttributes !== undefined);
    return {
        fields: all,
        attributeFields: [
            ...withAttributes.filter(({ field }) => field.lead === true),
            ...withAttributes.filter(({ field }) => field.lead !== true),
        ],
        childFields: all.filter(({ field }) => field.writeChildren !== undefined),
        check: nameCheck(all.map(({ field }) => field)),
        schema: () => ({
            type: 'object',
            properties: Object.fromEntries(all.map(({ key, field }) => [key, field.schema()])),
            required: all.filter(({ field }) => field.required === true).map(({ key }) => key),
            additionalProperties: false,
        }),
    };
}
/** Reads the object that an element stands for. */
export function readTable(table, element, context) {
    const object = {};
    for (const { key, field } of table.fields) {
        const value = field.read(element, context);
        if (value !== undefined)
            object[key] = value;
    }
    return object;
}
/** Writes the attributes of an object into the start tag that is open. */
export function writeTableAttributes(table, object, out) {
    for (const { key, field } of table.attributeFields) {
        const value = object[key];
        if (value !== undefined)
            field.writeAttributes?.(value, out, object);
    }
}
/** Writes the children of an object into the element that is open. */
export function writeTableChildren(table, object, out) {
    for (const { key, field } of table.childFields) {
        const value = object[key];
        if (value !== undefined)
            field.writeChildren?.(value, out, object);
    }
}
/** Writes a whole element. */
export function writeElement(name, table, object, out) {
    out.xml.open(name);
    writeTableAttributes(table, object, out);
    writeTableChildren(table, object, out);
    out.xml.close();
}
/** Finds the attributes and elements that none of the fields owns. */
export function nameCheck(fields) {
    let attributes;
    let owners;
    return (element, report) => {
        attributes ??= new Set(fields.flatMap((field) => field.attributes));
        owners ??= new Map(fields.flatMap((field) => field.children.map((name) => [name, field])));
        for (const name of element.attributes.keys()) {
            if (!attributes.has(name) && !name.startsWith('xmlns'))
                report({ element, attribute: name, known: [...attributes] });
        }
        for (const child of element.elements) {
            const owner = owners.get(child.name);
            if (owner === undefined) {
                if (!child.name.includes(':'))
                    report({ element: child, known: [...owners.keys()] });
            }
            else
                owner.inner?.(child.name, child)?.(child, report);
        }
    };
}
//# sourceMappingURL=table.js.map