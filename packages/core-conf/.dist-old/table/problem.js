import { VirtError } from '@virtweave/core-util';
import { attributePosition, elementPath, position } from '@virtweave/core-util/xml';
/** An error about a document: libvirt's words, and the place where the document is wrong. */
export function problem(element, detail, options = {}) {
    return new VirtError(options.code ?? 'VIR_ERR_XML_ERROR', detail, {
        domain: 'VIR_FROM_DOMAIN',
        ...placeOf(element, options.attribute),
    });
}
function placeOf(element, attribute) {
    const at = (attribute === undefined ? undefined : attributePosition(element, attribute)) ?? position(element);
    if (at === undefined)
        return {};
    const path = elementPath(element) + (attribute === undefined ? '' : `/@${attribute}`);
    const source = element.source?.name;
    return { place: { path, line: at.line, column: at.column, ...(source !== undefined && { source }) } };
}
/** libvirt's words for an attribute that cannot be read. */
export function invalidAttribute(element, attribute, value, expected) {
    const detail = `Invalid value for attribute '${attribute}' in element '${element.name}': '${value}'.`;
    return problem(element, expected === undefined ? detail : `${detail} ${expected}`, { attribute });
}
export function missingAttribute(element, attribute) {
    return problem(element, `Missing required attribute '${attribute}' in element '${element.name}'`);
}
export function invalidText(element, value) {
    return problem(element, `Invalid value for element '${element.name}': '${value}'.`);
}
//# sourceMappingURL=problem.js.map