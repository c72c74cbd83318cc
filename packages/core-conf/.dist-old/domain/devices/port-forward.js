import { oneOf, str, uint, yesNo } from "../../table/codec.js";
import { attr, attrRequired } from "../../table/field.js";
import { list } from "../../table/child.js";
import { table } from "../../table/table.js";
export const portForward = table({
    proto: attrRequired('proto', oneOf('tcp', 'udp')),
    address: attr('address', str),
    dev: attr('dev', str),
    ranges: list('range', table({
        start: attrRequired('start', uint),
        end: attr('end', uint),
        to: attr('to', uint),
        exclude: attr('exclude', yesNo),
    })),
});
//# sourceMappingURL=port-forward.js.map