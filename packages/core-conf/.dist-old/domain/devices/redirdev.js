import { hex, oneOf, str, yesNo } from "../../table/codec.js";
import { attr, attrOr, attrRequired, leading } from "../../table/field.js";
import { list } from "../../table/child.js";
import { table } from "../../table/table.js";
import { chardevSource } from "./chardev-source.js";
import { bootableInfo } from "./device-info.js";
export const redirdev = table({
    bus: leading(attrOr('bus', oneOf('usb'), 'usb')),
    source: chardevSource(),
    ...bootableInfo,
});
/** A number, or -1 for any, which is not written. */
const orAny = (codec) => ({
    ...codec,
    parse: (text) => (text === '-1' ? -1 : codec.parse(text)),
});
export const redirfilter = table({
    usbdevs: list('usbdev', table({
        class: attr('class', orAny(hex(2, 0xff)), { omit: -1 }),
        vendor: attr('vendor', orAny(hexUpper()), { omit: -1 }),
        product: attr('product', orAny(hexUpper()), { omit: -1 }),
        version: attr('version', str, { omit: '-1' }),
        allow: attrRequired('allow', yesNo),
    })),
});
/** These two are written with capital digits. */
function hexUpper() {
    const codec = hex(4, 0xffff);
    return { ...codec, format: (value) => `0x${value.toString(16).toUpperCase().padStart(4, '0')}` };
}
//# sourceMappingURL=redirdev.js.map