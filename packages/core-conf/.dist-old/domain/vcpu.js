import { oneOf, positive, str, uint, yesNo } from "../table/codec.js";
import { attr, attrOr, attrRequired, text } from "../table/field.js";
import { table } from "../table/table.js";
export const vcpu = table({
    placement: attrOr('placement', oneOf('static', 'auto'), 'static'),
    cpuset: attr('cpuset', str),
    current: attr('current', positive),
    max: maxCount(),
});
function maxCount() {
    const count = text(uint);
    return { ...count, required: true, read: (element, context) => count.read(element, context) ?? 1 };
}
export const vcpuState = table({
    id: attrRequired('id', uint),
    enabled: attrRequired('enabled', yesNo),
    hotpluggable: attr('hotpluggable', yesNo),
    order: attr('order', uint, { omit: 0 }),
});
//# sourceMappingURL=vcpu.js.map