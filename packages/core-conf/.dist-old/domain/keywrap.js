import { oneOf, onOff } from "../table/codec.js";
import { attrRequired } from "../table/field.js";
import { table } from "../table/table.js";
export const keywrapCipher = table({
    name: attrRequired('name', oneOf('aes', 'dea')),
    state: attrRequired('state', onOff),
});
//# sourceMappingURL=keywrap.js.map