import { oneOf, onOff, uint } from "../../table/codec.js";
import { attr, attrRequired, property } from "../../table/field.js";
import { child } from "../../table/child.js";
import { table } from "../../table/table.js";
import { deviceInfo, virtioDriver } from "./device-info.js";
export const memballoon = table({
    model: attrRequired('model', oneOf('virtio', 'virtio-transitional', 'virtio-non-transitional', 'xen', 'none')),
    autodeflate: attr('autodeflate', onOff),
    freePageReporting: attr('freePageReporting', onOff),
    statsPeriod: property('stats', 'period', uint),
    ...deviceInfo,
    driver: child('driver', virtioDriver),
});
//# sourceMappingURL=memballoon.js.map