import { oneOf, uint, yesNo } from "../../table/codec.js";
import { attr, attrRequired } from "../../table/field.js";
import { child, some } from "../../table/child.js";
import { table } from "../../table/table.js";
import { deviceInfo, virtioDriver } from "./device-info.js";
export const sound = table({
    model: attrRequired('model', oneOf('sb16', 'es1370', 'pcspk', 'ac97', 'ich6', 'ich7', 'ich9', 'usb', 'virtio')),
    multichannel: attr('multichannel', yesNo),
    streams: attr('streams', uint),
    codecs: some('codec', table({ type: attrRequired('type', oneOf('duplex', 'micro', 'output')) })),
    audio: child('audio', table({ id: attrRequired('id', uint) })),
    ...deviceInfo,
    driver: child('driver', virtioDriver),
});
//# sourceMappingURL=sound.js.map