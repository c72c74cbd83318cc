import { oneOf } from "../../table/codec.js";
import { attrOr, attrRequired } from "../../table/field.js";
import { table } from "../../table/table.js";
import { deviceInfo } from "./device-info.js";
export const watchdog = table({
    model: attrRequired('model', oneOf('i6300esb', 'ib700', 'diag288', 'itco')),
    action: attrOr('action', oneOf('reset', 'shutdown', 'poweroff', 'pause', 'dump', 'none', 'inject-nmi'), 'reset'),
    ...deviceInfo,
});
//# sourceMappingURL=watchdog.js.map