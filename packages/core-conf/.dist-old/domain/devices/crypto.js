import { oneOf, uint } from "../../table/codec.js";
import { attr, attrRequired } from "../../table/field.js";
import { childRequired } from "../../table/child.js";
import { table } from "../../table/table.js";
import { deviceInfo } from "./device-info.js";
export const crypto = table({
    model: attrRequired('model', oneOf('virtio')),
    type: attrRequired('type', oneOf('qemu')),
    backend: childRequired('backend', table({ model: attrRequired('model', oneOf('builtin', 'lkcf')), queues: attr('queues', uint) })),
    ...deviceInfo,
});
//# sourceMappingURL=crypto.js.map