import { eachDevice } from "../complete/devices.js";
import { refuse, unsupported } from "./refuse.js";
/** Targets, controllers, boot orders, aliases and addresses may each be used once. */
export function validateDuplicates({ devices }) {
    const targets = new Set();
    for (const { target } of devices.disks) {
        if (targets.has(target.dev))
            throw unsupported(`target '${target.dev}' duplicated for disk sources`);
        targets.add(target.dev);
    }
    const controllers = new Set();
    for (const { type, index, model } of devices.controllers) {
        // The companions of a USB 2 controller share its index.
        const key = `${type} ${index}${type === 'usb' ? ` ${model ?? ''}` : ''}`;
        if (controllers.has(key))
            throw refuse(`Multiple '${type}' controllers with index '${index}'`);
        controllers.add(key);
    }
    const orders = new Set();
    const aliases = new Set();
    const addresses = new Map();
    eachDevice(devices, (item) => {
        const device = item.device;
        if (device.boot !== undefined) {
            if (orders.has(device.boot.order))
                throw unsupported(`boot order '${device.boot.order}' used for more than one device`);
            orders.add(device.boot.order);
        }
        // A console that is another view of a serial port has its alias and address, too.
        if (item.kind === 'consoles')
            return;
        if (device.alias !== undefined) {
            if (aliases.has(device.alias))
                throw refuse(`non unique alias detected: ${device.alias}`);
            aliases.add(device.alias);
        }
        const key = addressKey(item, device.address);
        if (key === undefined)
            return;
        if (addresses.has(key.key))
            throw refuse(key.message);
        addresses.set(key.key, item);
    });
}
function addressKey(item, address) {
    if (address === undefined)
        return undefined;
    if (address.type === 'drive' && (item.kind === 'disks' || item.kind === 'hostdevs')) {
        const bus = item.kind === 'disks' ? item.device.target.bus : 'scsi';
        const { controller, bus: channel, target, unit } = address;
        return {
            key: `${bus} ${controller}:${channel}:${target}:${unit}`,
            message: `Found duplicate drive address for disk with target name '${item.kind === 'disks' ? item.device.target.dev : ''}' controller='${controller}' bus='${channel}' target='${target}' unit='${unit}'`,
        };
    }
    return undefined;
}
//# sourceMappingURL=duplicates.js.map