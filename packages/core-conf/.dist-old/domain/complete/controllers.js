/** Gives a number to every controller that has none: the lowest that is free for its type. */
export function indexControllers({ devices }) {
    for (const controller of devices.controllers) {
        if (controller.index >= 0)
            continue;
        controller.index = firstFree(devices.controllers, controller.type);
    }
}
function firstFree(controllers, type) {
    const taken = new Set(controllers.filter((one) => one.type === type).map(({ index }) => index));
    let index = 0;
    while (taken.has(index))
        index += 1;
    return index;
}
/** Adds the controllers that addresses of other devices speak of. */
export function completeControllers(domain) {
    const { devices } = domain;
    const need = (type, highest) => {
        for (let index = 0; index <= highest; index += 1)
            addController(domain, type, index);
    };
    for (const type of ['scsi', 'ide', 'sata', 'fdc']) {
        need(type, highest(devices.disks.filter(({ target }) => target.bus === type).map(({ address }) => address)));
    }
    need('scsi', highest(devices.hostdevs.filter(({ source }) => source.type === 'scsi').map(({ address }) => address)));
    need('virtio-serial', highest([...devices.channels, ...devices.consoles].map(({ address }) => address), 'virtio-serial'));
    need('ccid', highest(devices.smartcards.map(({ address }) => address), 'ccid'));
}
function highest(addresses, type = 'drive') {
    return Math.max(-1, ...addresses.map((address) => (address?.type === type ? (address.controller ?? -1) : -1)));
}
/** Adds a controller unless it is there; new ones stand behind those of their type. */
export function addController({ devices }, type, index) {
    const { controllers } = devices;
    if (controllers.some((one) => one.type === type && one.index === index))
        return undefined;
    const controller = { type, index };
    const last = controllers.map((one) => one.type).lastIndexOf(type);
    controllers.splice(last < 0 ? controllers.length : last + 1, 0, controller);
    return controller;
}
//# sourceMappingURL=controllers.js.map