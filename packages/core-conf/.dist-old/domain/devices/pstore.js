import { oneOf, str } from "../../table/codec.js";
import { attrRequired, leaf } from "../../table/field.js";
import { table } from "../../table/table.js";
import { kib } from "../size.js";
import { deviceInfo } from "./device-info.js";
export const pstore = table({
    backend: attrRequired('backend', oneOf('acpi-erst')),
    path: leaf('path', str),
    size: kib('size'),
    ...deviceInfo,
});
//# sourceMappingURL=pstore.js.map