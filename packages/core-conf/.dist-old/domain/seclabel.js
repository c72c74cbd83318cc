import { attr, leaf } from "../table/field.js";
import { oneOf, str, yesNo } from "../table/codec.js";
import { table } from "../table/table.js";
export const seclabel = table({
    type: attr('type', oneOf('none', 'dynamic', 'static')),
    model: attr('model', str),
    relabel: attr('relabel', yesNo),
    label: leaf('label', str),
    imagelabel: leaf('imagelabel', str),
    baselabel: leaf('baselabel', str),
});
export const deviceSeclabel = table({
    model: attr('model', str),
    relabel: attr('relabel', yesNo),
    labelskip: attr('labelskip', yesNo),
    label: leaf('label', str),
});
//# sourceMappingURL=seclabel.js.map