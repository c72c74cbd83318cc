import { uint64 } from "../table/codec.js";
import { attr } from "../table/field.js";
import { child } from "../table/child.js";
import { table } from "../table/table.js";
const rate = table({
    average: attr('average', uint64),
    peak: attr('peak', uint64),
    burst: attr('burst', uint64),
    floor: attr('floor', uint64),
});
export const bandwidth = table({
    inbound: child('inbound', rate),
    outbound: child('outbound', rate),
});
//# sourceMappingURL=bandwidth.js.map