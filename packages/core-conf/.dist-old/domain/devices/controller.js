import { hex, oneOf, onOff, positive, str, uint } from "../../table/codec.js";
import { attr, attrOr, attrRequired, leaf, property } from "../../table/field.js";
import { child } from "../../table/child.js";
import { table } from "../../table/table.js";
import { kib } from "../size.js";
import { deviceInfo, virtioOptions } from "./device-info.js";
import { driverIothreads } from "./driver-iothreads.js";
const pciTarget = table({
    chassisNr: attr('chassisNr', uint),
    chassis: attr('chassis', uint),
    port: attr('port', hex(1)),
    busNr: attr('busNr', uint),
    index: attr('index', uint),
    hotplug: attr('hotplug', onOff),
    memReserve: attr('memReserve', uint),
    node: leaf('node', uint),
});
const driver = table({
    queues: attr('queues', uint),
    cmdPerLun: attr('cmd_per_lun', uint),
    maxSectors: attr('max_sectors', uint),
    ioeventfd: attr('ioeventfd', onOff),
    iothread: attr('iothread', positive),
    ...virtioOptions,
    iothreads: driverIothreads,
});
export const controller = table({
    type: attrRequired('type', oneOf('ide', 'fdc', 'scsi', 'sata', 'virtio-serial', 'ccid', 'usb', 'pci', 'xenbus', 'isa', 'nvme')),
    index: attrOr('index', uint, -1),
    model: attr('model', str),
    ports: attr('ports', uint),
    vectors: attr('vectors', uint),
    maxGrantFrames: attr('maxGrantFrames', uint),
    maxEventChannels: attr('maxEventChannels', uint),
    modelName: property('model', 'name', str),
    target: child('target', pciTarget),
    driver: child('driver', driver),
    pcihole64: kib('pcihole64'),
    alias: deviceInfo.alias,
    master: child('master', table({ startport: attrRequired('startport', uint) })),
    rom: deviceInfo.rom,
    acpi: deviceInfo.acpi,
    address: deviceInfo.address,
});
//# sourceMappingURL=controller.js.map