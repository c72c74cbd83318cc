import { hex64, oneOf, str, uint, yesNo } from "../../table/codec.js";
import { attr, attrRequired, flag, leaf, property } from "../../table/field.js";
import { child, childRequired, within } from "../../table/child.js";
import { table } from "../../table/table.js";
import { kib, kibRequired } from "../size.js";
import { deviceInfo } from "./device-info.js";
const source = table({
    path: leaf('path', str),
    nodemask: leaf('nodemask', str),
    pagesize: kib('pagesize'),
    alignsize: kib('alignsize'),
    pmem: flag('pmem'),
});
const label = within('label', kib('size'));
const target = table({
    dynamicMemslots: attr('dynamicMemslots', yesNo),
    size: kibRequired('size'),
    node: leaf('node', uint),
    label,
    readonly: flag('readonly'),
    block: kib('block'),
    requested: kib('requested'),
    current: kib('current'),
    address: property('address', 'base', hex64(1)),
});
export const memoryDevice = table({
    model: attrRequired('model', oneOf('dimm', 'nvdimm', 'virtio-pmem', 'virtio-mem', 'sgx-epc')),
    access: attr('access', oneOf('shared', 'private')),
    discard: attr('discard', yesNo),
    uuid: leaf('uuid', str),
    source: child('source', source),
    target: childRequired('target', target),
    ...deviceInfo,
});
//# sourceMappingURL=memory.js.map