import { oneOf, onOff, str } from "../../table/codec.js";
import { attr, attrRequired } from "../../table/field.js";
import { child } from "../../table/child.js";
import { table } from "../../table/table.js";
import { deviceInfo, virtioDriver, virtioModels } from "./device-info.js";
const source = table({
    evdev: attr('evdev', str),
    dev: attr('dev', str),
    grab: attr('grab', oneOf('all')),
    grabToggle: attr('grabToggle', oneOf('ctrl-ctrl', 'alt-alt', 'shift-shift', 'meta-meta', 'scrolllock', 'ctrl-scrolllock')),
    repeat: attr('repeat', onOff),
});
export const input = table({
    type: attrRequired('type', oneOf('mouse', 'tablet', 'keyboard', 'passthrough', 'evdev')),
    bus: attr('bus', oneOf('ps2', 'usb', 'xen', 'parallels', 'virtio', 'none')),
    model: attr('model', oneOf(...virtioModels)),
    driver: child('driver', virtioDriver),
    source: child('source', source),
    ...deviceInfo,
});
//# sourceMappingURL=input.js.map