import { uint } from "../table/codec.js";
import { attrRequired } from "../table/field.js";
import { some } from "../table/child.js";
import { table } from "../table/table.js";
const range = table({
    start: attrRequired('start', uint),
    target: attrRequired('target', uint),
    count: attrRequired('count', uint),
});
export const idmap = table({ uid: some('uid', range), gid: some('gid', range) });
//# sourceMappingURL=idmap.js.map