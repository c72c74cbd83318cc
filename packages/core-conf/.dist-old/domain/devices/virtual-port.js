import { oneOf, str, uint, yesNo } from "../../table/codec.js";
import { attr, attrRequired } from "../../table/field.js";
import { child, list } from "../../table/child.js";
import { table } from "../../table/table.js";
const parameters = table({
    managerid: attr('managerid', uint),
    typeid: attr('typeid', uint),
    typeidversion: attr('typeidversion', uint),
    instanceid: attr('instanceid', str),
    interfaceid: attr('interfaceid', str),
    profileid: attr('profileid', str),
});
export const virtualPort = table({
    type: attr('type', oneOf('802.1Qbg', '802.1Qbh', 'openvswitch', 'midonet')),
    parameters: child('parameters', parameters),
});
export const vlan = table({
    trunk: attr('trunk', yesNo),
    tags: list('tag', table({ id: attrRequired('id', uint), nativeMode: attr('nativeMode', oneOf('tagged', 'untagged')) })),
});
//# sourceMappingURL=virtual-port.js.map