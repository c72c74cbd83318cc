import { oneOf, onOff, str, uint, yesNo } from "../../table/codec.js";
import { attr, attrRequired } from "../../table/field.js";
import { child, childRequired } from "../../table/child.js";
import { table } from "../../table/table.js";
import { deviceInfo, virtioOptions } from "./device-info.js";
const model = table({
    type: attrRequired('type', oneOf('default', 'vga', 'cirrus', 'vmvga', 'xen', 'vbox', 'qxl', 'parallels', 'virtio', 'gop', 'none', 'bochs', 'ramfb')),
    ram: attr('ram', uint, { omit: 0 }),
    vram: attr('vram', uint, { omit: 0 }),
    vram64: attr('vram64', uint, { omit: 0 }),
    vgamem: attr('vgamem', uint, { omit: 0 }),
    heads: attr('heads', uint, { omit: 0 }),
    primary: attr('primary', yesNo, { omit: false }),
    blob: attr('blob', onOff),
    edid: attr('edid', onOff),
    acceleration: child('acceleration', table({
        accel2d: attr('accel2d', yesNo),
        accel3d: attr('accel3d', yesNo),
        rendernode: attr('rendernode', str),
    })),
    resolution: child('resolution', table({ x: attrRequired('x', uint), y: attrRequired('y', uint) })),
});
const driver = table({
    ...virtioOptions,
    name: attr('name', oneOf('default', 'qemu', 'vhostuser')),
    vgaconf: attr('vgaconf', oneOf('io', 'on', 'off')),
});
export const video = table({
    driver: child('driver', driver),
    model: childRequired('model', model),
    ...deviceInfo,
});
//# sourceMappingURL=video.js.map