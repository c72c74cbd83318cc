/** In the order in which libvirt walks through them. */
const lists = [
    'disks', 'interfaces', 'sounds', 'hostdevs', 'videos', 'controllers', 'smartcards', 'serials', 'parallels', 'channels',
    'consoles', 'inputs', 'filesystems', 'watchdogs', 'rngs', 'hubs', 'shmems', 'tpms', 'panics', 'memories', 'redirdevs',
    'graphics', 'audios', 'leases', 'cryptos',
];
const singles = ['memballoon', 'nvram', 'iommu', 'vsock', 'pstore'];
/** Every device of the guest. */
export function eachDevice(devices, visit) {
    for (const kind of lists) {
        devices[kind].forEach((device, index) => visit({ kind, device, index }));
    }
    for (const kind of singles) {
        const device = devices[kind];
        if (device !== undefined)
            visit({ kind, device, index: 0 });
    }
}
//# sourceMappingURL=devices.js.map