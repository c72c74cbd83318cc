import { VirtError } from '@virtweave/core-util';
/** The error of a definition that is well-formed but cannot stand. */
export function refuse(detail, code = 'VIR_ERR_XML_ERROR') {
    return new VirtError(code, detail, { domain: 'VIR_FROM_DOMAIN' });
}
/** The same for what no hypervisor, or this one, can do (`VIR_ERR_CONFIG_UNSUPPORTED`). */
export function unsupported(detail) {
    return refuse(detail, 'VIR_ERR_CONFIG_UNSUPPORTED');
}
//# sourceMappingURL=refuse.js.map