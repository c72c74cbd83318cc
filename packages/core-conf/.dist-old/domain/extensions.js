import { namespaceOf } from "./metadata.js";
/** Prefixes that libvirt writes for its drivers' namespaces. */
const knownPrefix = /^http:\/\/libvirt\.org\/schemas\/domain\/([a-z]+)\/1\.0$/;
export const extensions = {
    attributes: [],
    children: [],
    read(element) {
        const found = element.elements.filter((child) => namespaceOf(child) !== undefined);
        const first = found[0];
        if (first === undefined)
            return undefined;
        const uri = namespaceOf(first);
        const prefix = knownPrefix.exec(uri)?.[1] ?? first.name.split(':')[0] ?? '';
        return { prefix, uri, elements: found.filter((child) => namespaceOf(child) === uri) };
    },
    writeAttributes({ prefix, uri }, out) {
        out.xml.attr(`xmlns:${prefix}`, uri);
    },
    writeChildren({ prefix, elements }, out) {
        for (const element of elements)
            write(element, prefix, out);
    },
    schema: () => ({ type: 'object' }),
};
function write(element, prefix, out) {
    out.xml.open(`${prefix}:${localName(element)}`);
    for (const [name, value] of element.attributes)
        if (!name.startsWith('xmlns'))
            out.xml.attr(name, value);
    const inner = element.elements;
    if (inner.length === 0 && element.text !== '')
        out.xml.text(element.text);
    for (const child of inner)
        write(child, prefix, out);
    out.xml.close();
}
function localName({ name }) {
    return name.slice(name.indexOf(':') + 1);
}
//# sourceMappingURL=extensions.js.map