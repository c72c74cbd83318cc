import { oneOf } from "../../table/codec.js";
import { attr } from "../../table/field.js";
import { table } from "../../table/table.js";
import { deviceInfo } from "./device-info.js";
export const panic = table({
    model: attr('model', oneOf('isa', 'pseries', 'hyperv', 's390', 'pvpanic')),
    ...deviceInfo,
});
//# sourceMappingURL=panic.js.map