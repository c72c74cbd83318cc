import { yesNo } from "../table/codec.js";
import { property } from "../table/field.js";
import { table } from "../table/table.js";
export const powerManagement = table({
    suspendToMem: property('suspend-to-mem', 'enabled', yesNo),
    suspendToDisk: property('suspend-to-disk', 'enabled', yesNo),
});
//# sourceMappingURL=pm.js.map