import { str } from "../table/codec.js";
import { leaf, property } from "../table/field.js";
import { table } from "../table/table.js";
export const resource = table({
    partition: leaf('partition', str),
    fibrechannelAppid: property('fibrechannel', 'appid', str),
});
//# sourceMappingURL=resource.js.map