import { oneOf, str, uint } from "../table/codec.js";
import { attr, attrRequired } from "../table/field.js";
import { child, some } from "../table/child.js";
import { table } from "../table/table.js";
const mode = oneOf('strict', 'preferred', 'interleave', 'restrictive');
export const numatune = table({
    memory: child('memory', table({
        mode: attr('mode', mode),
        nodeset: attr('nodeset', str),
        placement: attr('placement', oneOf('static', 'auto'), { omit: 'static' }),
    })),
    memnodes: some('memnode', table({
        cellid: attrRequired('cellid', uint),
        mode: attrRequired('mode', mode),
        nodeset: attrRequired('nodeset', str),
    })),
});
//# sourceMappingURL=numatune.js.map