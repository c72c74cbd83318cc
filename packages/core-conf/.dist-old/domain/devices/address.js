import { attr, attrOr, attrRequired } from "../../table/field.js";
import { hex, hex64, onOff, refine, str, uint } from "../../table/codec.js";
import { child, unionChild } from "../../table/child.js";
import { table } from "../../table/table.js";
const zpci = table({
    uid: attr('uid', hex(4, 0xffff)),
    fid: attr('fid', hex(8)),
});
/** The attributes of a PCI address, as `<address>` of a guest device and `<address>` of a host device share them. */
export const pciFields = {
    domain: attr('domain', hex(4)),
    bus: attr('bus', hex(2, 0xff)),
    slot: attr('slot', hex(2, 0x1f)),
    function: attr('function', hex(1, 7)),
};
const usbPort = refine(str, (port) => (/^\d{1,3}(\.\d{1,3}){0,3}$/.test(port) ? port : undefined));
/** `<address>` of a guest device. */
export const address = unionChild('address', 'type', {
    pci: { ...pciFields, multifunction: attr('multifunction', onOff), zpci: child('zpci', zpci) },
    drive: {
        controller: attrOr('controller', uint, 0),
        bus: attrOr('bus', uint, 0),
        target: attrOr('target', uint, 0),
        unit: attrOr('unit', uint, 0),
    },
    usb: { bus: attr('bus', uint), port: attr('port', usbPort) },
    'virtio-serial': {
        controller: attrOr('controller', uint, 0),
        bus: attrOr('bus', uint, 0),
        port: attr('port', uint),
    },
    ccw: { cssid: attr('cssid', hex(1, 0xfe)), ssid: attr('ssid', hex(1, 3)), devno: attr('devno', hex(4, 0xffff)) },
    isa: { iobase: attr('iobase', hex(1)), irq: attr('irq', hex(1)) },
    dimm: { slot: attr('slot', uint), base: attr('base', hex64(1)) },
    'spapr-vio': { reg: attr('reg', hex64(8)) },
    ccid: { controller: attrOr('controller', uint, 0), slot: attrRequired('slot', uint) },
    'virtio-mmio': {},
    'virtio-s390': {},
    unassigned: {},
});
//# sourceMappingURL=address.js.map