import { str, yesNo } from "../table/codec.js";
import { attrRequired } from "../table/field.js";
import { table } from "../table/table.js";
export const perfEvent = table({
    name: attrRequired('name', str),
    enabled: attrRequired('enabled', yesNo),
});
//# sourceMappingURL=perf.js.map