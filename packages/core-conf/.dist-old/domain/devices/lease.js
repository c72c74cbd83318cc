import { str, uint64 } from "../../table/codec.js";
import { attr, attrRequired, leaf, leafRequired } from "../../table/field.js";
import { child } from "../../table/child.js";
import { table } from "../../table/table.js";
export const lease = table({
    lockspace: leaf('lockspace', str),
    key: leafRequired('key', str),
    target: child('target', table({ path: attrRequired('path', str), offset: attr('offset', uint64, { omit: 0 }) })),
});
//# sourceMappingURL=lease.js.map