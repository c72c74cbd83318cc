import { oneOf, onOff, str, uint } from "../../table/codec.js";
import { attr, attrRequired, property } from "../../table/field.js";
import { child } from "../../table/child.js";
import { table } from "../../table/table.js";
import { mib } from "../size.js";
import { deviceInfo } from "./device-info.js";
export const shmem = table({
    name: attrRequired('name', str),
    role: attr('role', oneOf('master', 'peer')),
    model: property('model', 'type', oneOf('ivshmem', 'ivshmem-plain', 'ivshmem-doorbell')),
    size: mib('size'),
    server: child('server', table({ path: attr('path', str) }), { empty: 'keep' }),
    msi: child('msi', table({ vectors: attr('vectors', uint), ioeventfd: attr('ioeventfd', onOff) }), { empty: 'keep' }),
    ...deviceInfo,
});
//# sourceMappingURL=shmem.js.map