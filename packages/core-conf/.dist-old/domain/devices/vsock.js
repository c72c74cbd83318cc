import { oneOf, uint, yesNo } from "../../table/codec.js";
import { attr, attrOr } from "../../table/field.js";
import { child } from "../../table/child.js";
import { table } from "../../table/table.js";
import { deviceInfo, virtioDriver, virtioModels } from "./device-info.js";
export const vsock = table({
    model: attrOr('model', oneOf(...virtioModels), 'virtio'),
    cid: child('cid', table({ auto: attr('auto', yesNo), address: attr('address', uint, { omit: 0 }) })),
    ...deviceInfo,
    driver: child('driver', virtioDriver),
});
//# sourceMappingURL=vsock.js.map