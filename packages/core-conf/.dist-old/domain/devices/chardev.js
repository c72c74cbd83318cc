import { oneOf, str, uint } from "../../table/codec.js";
import { attr, live, property } from "../../table/field.js";
import { childOr, union, within } from "../../table/child.js";
import { table } from "../../table/table.js";
import { chardevLog, chardevSource } from "./chardev-source.js";
import { deviceInfo } from "./device-info.js";
const serialTarget = table({
    type: attr('type', oneOf('isa-serial', 'usb-serial', 'pci-serial', 'spapr-vio-serial', 'system-serial', 'sclp-serial', 'isa-debug')),
    port: attr('port', uint),
    model: property('model', 'name', str),
});
const source = chardevSource();
export const serial = table({ source, log: chardevLog, target: childOr('target', serialTarget), ...deviceInfo });
export const parallel = table({
    source,
    log: chardevLog,
    target: childOr('target', table({ port: attr('port', uint) })),
    ...deviceInfo,
});
const consoleType = oneOf('none', 'serial', 'xen', 'uml', 'virtio', 'lxc', 'openvz', 'sclp', 'sclplm');
export const consoleDevice = table({
    source: { ...chardevSource({ fallback: 'pty' }), ...consoleTty(source) },
    log: chardevLog,
    target: childOr('target', table({ type: attr('type', consoleType), port: attr('port', uint) })),
    ...deviceInfo,
});
/** A running guest's console also names its terminal in the old way: `<console type='pty' tty='/dev/pts/3'>`. */
function consoleTty(of) {
    return {
        attributes: [...of.attributes, 'tty'],
        writeAttributes(value, out, owner) {
            of.writeAttributes?.(value, out, owner);
            if (value.type === 'pty' && value.path !== undefined && !out.inactive)
                out.xml.attr('tty', value.path);
        },
    };
}
const channelPort = {
    name: attr('name', str),
    state: live(attr('state', oneOf('connected', 'disconnected'))),
};
const channelTarget = union('type', {
    virtio: channelPort,
    xen: channelPort,
    guestfwd: { address: attr('address', str), port: attr('port', str) },
});
export const channel = table({
    source,
    log: chardevLog,
    target: within('target', channelTarget),
    ...deviceInfo,
});
//# sourceMappingURL=chardev.js.map