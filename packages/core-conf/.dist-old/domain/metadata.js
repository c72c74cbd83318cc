export const metadata = {
    attributes: [],
    children: ['metadata'],
    read(element) {
        const found = element.child('metadata');
        if (found === undefined)
            return undefined;
        return { elements: uniqueByNamespace(found.elements) };
    },
    writeChildren(value, out) {
        out.xml.open('metadata');
        for (const one of value.elements)
            out.xml.foreign(one);
        out.xml.close();
    },
    schema: () => ({ type: 'object' }),
};
/** The first element of each namespace; the others are dropped, as libvirt does. */
function uniqueByNamespace(elements) {
    const seen = new Set();
    return elements.filter((element) => {
        const uri = namespaceOf(element);
        if (uri === undefined)
            return true;
        if (seen.has(uri))
            return false;
        seen.add(uri);
        return true;
    });
}
/** The namespace of an element's name, from the declarations around it. */
export function namespaceOf(element) {
    const colon = element.name.indexOf(':');
    const declaration = colon < 0 ? 'xmlns' : `xmlns:${element.name.slice(0, colon)}`;
    for (let at = element; at !== undefined; at = at.parent) {
        const uri = at.attr(declaration);
        if (uri !== undefined)
            return uri;
    }
    return undefined;
}
//# sourceMappingURL=metadata.js.map