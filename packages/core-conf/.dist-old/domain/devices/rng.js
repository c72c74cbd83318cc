import { oneOf, str, uint } from "../../table/codec.js";
import { attr, attrRequired, text } from "../../table/field.js";
import { child, union, within } from "../../table/child.js";
import { table } from "../../table/table.js";
import { chardevSource } from "./chardev-source.js";
import { deviceInfo, virtioDriver, virtioModels } from "./device-info.js";
const backend = union('model', {
    random: { path: text(str) },
    egd: { source: chardevSource() },
    builtin: {},
});
export const rng = table({
    model: attrRequired('model', oneOf(...virtioModels)),
    rate: child('rate', table({ bytes: attrRequired('bytes', uint), period: attr('period', uint) })),
    backend: within('backend', backend),
    driver: child('driver', virtioDriver),
    ...deviceInfo,
});
//# sourceMappingURL=rng.js.map