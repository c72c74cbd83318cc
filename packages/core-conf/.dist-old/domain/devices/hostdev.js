import { hex, oneOf, onOff, str, uint, uint64, yesNo } from "../../table/codec.js";
import { attr, attrOr, attrRequired, flag, leading, leaf, property } from "../../table/field.js";
import { child, some, union } from "../../table/child.js";
import { table } from "../../table/table.js";
import { pciFields } from "./address.js";
import { bootableInfo } from "./device-info.js";
import { auth, initiator, networkHost } from "./disk-source.js";
import { ipAddress, route } from "./ip.js";
import { teaming } from "./teaming.js";
const usbAddress = table({
    bus: attr('bus', uint),
    device: attr('device', uint),
    port: attr('port', str),
});
const scsiAddress = table({
    bus: attrRequired('bus', uint),
    target: attrRequired('target', uint),
    unit: attrRequired('unit', uint64),
});
const id = (name) => property(name, 'id', hex(4, 0xffff));
const source = union('type', {
    pci: { writeFiltering: attr('writeFiltering', yesNo), address: child('address', table(pciFields)) },
    usb: {
        startupPolicy: attr('startupPolicy', oneOf('mandatory', 'requisite', 'optional')),
        guestReset: attr('guestReset', oneOf('default', 'off', 'uninitialized', 'on')),
        vendor: id('vendor'),
        product: id('product'),
        address: child('address', usbAddress),
    },
    scsi: {
        protocol: attr('protocol', str),
        name: attr('name', str),
        adapter: property('adapter', 'name', str),
        address: child('address', scsiAddress),
        hosts: some('host', networkHost),
        auth: child('auth', auth),
        initiator: child('initiator', initiator),
    },
    scsi_host: { protocol: attr('protocol', str), wwpn: attr('wwpn', str) },
    mdev: { uuid: property('address', 'uuid', str) },
    storage: { block: leaf('block', str) },
    misc: { char: leaf('char', str) },
    net: { interface: leaf('interface', str) },
}, { body: 'source' });
export const hostdev = table({
    mode: leading(attrOr('mode', oneOf('subsystem', 'capabilities'), 'subsystem')),
    managed: attr('managed', yesNo),
    sgio: attr('sgio', oneOf('filtered', 'unfiltered')),
    rawio: attr('rawio', yesNo),
    model: attr('model', str),
    display: attr('display', onOff),
    ramfb: attr('ramfb', onOff),
    driver: child('driver', table({ name: attr('name', oneOf('kvm', 'vfio', 'xen')), model: attr('model', str) })),
    source,
    ips: some('ip', ipAddress),
    routes: some('route', route),
    readonly: flag('readonly'),
    shareable: flag('shareable'),
    alias: bootableInfo.alias,
    boot: bootableInfo.boot,
    teaming: child('teaming', teaming),
    rom: bootableInfo.rom,
    acpi: bootableInfo.acpi,
    address: bootableInfo.address,
});
//# sourceMappingURL=hostdev.js.map