import { oneOf, str, uint } from "../../table/codec.js";
import { attr, attrRequired } from "../../table/field.js";
import { table } from "../../table/table.js";
const family = oneOf('ipv4', 'ipv6');
export const ipAddress = table({
    address: attrRequired('address', str),
    family: attr('family', family),
    prefix: attr('prefix', uint, { omit: 0 }),
    peer: attr('peer', str),
});
export const route = table({
    family: attr('family', family),
    address: attrRequired('address', str),
    netmask: attr('netmask', str),
    prefix: attr('prefix', uint),
    gateway: attrRequired('gateway', str),
    metric: attr('metric', uint),
});
//# sourceMappingURL=ip.js.map