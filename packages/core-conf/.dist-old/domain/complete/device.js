import { normalizeMac, randomMac } from '@virtweave/core-util';
import { driveAddress } from "./drive-address.js";
/** Defaults of one device that hold for every hypervisor. */
export function completeDevice(item, domain, context) {
    switch (item.kind) {
        case 'disks':
            return completeDisk(item.device, domain);
        case 'interfaces':
            return completeInterface(item.device, context);
        case 'smartcards':
            item.device.address ??= { type: 'ccid', controller: 0, slot: item.index };
            return;
        case 'channels':
        case 'consoles':
        case 'serials':
        case 'parallels':
            if (item.kind !== 'channels')
                item.device.target.port ??= item.index;
            return;
        default:
    }
}
/** The bus that a target name stands for when none is named. */
const busByName = [
    ['fd', 'fdc'],
    ['hd', 'ide'],
    ['sd', 'scsi'],
    ['vd', 'virtio'],
    ['xvd', 'xen'],
    ['ubd', 'uml'],
];
function completeDisk(disk, domain) {
    disk.target.bus ??=
        disk.device === 'floppy' ? 'fdc' : busByName.find(([prefix]) => disk.target.dev.startsWith(prefix))?.[1] ?? 'ide';
    if (disk.device === 'cdrom')
        disk.readonly = true;
    const address = disk.address ?? driveAddress(disk, domain);
    if (address !== undefined)
        disk.address = address;
}
function completeInterface(networkInterface, { random, driver }) {
    const mac = (networkInterface.mac ??= {});
    if (mac.address !== undefined)
        mac.address = normalizeMac(mac.address);
    if (mac.address === undefined || mac.address === '00:00:00:00:00:00')
        mac.address = randomMac(driver.macPrefix, random);
}
//# sourceMappingURL=device.js.map