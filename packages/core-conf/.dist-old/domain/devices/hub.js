import { oneOf } from "../../table/codec.js";
import { attrRequired } from "../../table/field.js";
import { table } from "../../table/table.js";
import { deviceInfo } from "./device-info.js";
export const hub = table({ type: attrRequired('type', oneOf('usb')), ...deviceInfo });
//# sourceMappingURL=hub.js.map