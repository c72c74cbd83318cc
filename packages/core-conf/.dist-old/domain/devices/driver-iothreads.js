import { positive, uint } from "../../table/codec.js";
import { attrRequired, properties } from "../../table/field.js";
import { some, within } from "../../table/child.js";
import { table } from "../../table/table.js";
const driverIothread = table({
    id: attrRequired('id', positive),
    queues: properties('queue', 'id', uint),
});
/** `<iothreads>` of a disk's or controller's driver. */
export const driverIothreads = within('iothreads', some('iothread', driverIothread));
//# sourceMappingURL=driver-iothreads.js.map