import { oneOf, str } from "../../table/codec.js";
import { attr, attrRequired } from "../../table/field.js";
import { table } from "../../table/table.js";
export const teaming = table({
    type: attrRequired('type', oneOf('persistent', 'transient')),
    persistent: attr('persistent', str),
});
//# sourceMappingURL=teaming.js.map