/** How many disks one controller of a bus takes, and how a disk's number becomes an address there. */
const buses = {
    ide: (index) => ({ type: 'drive', controller: Math.floor(index / 4), bus: Math.floor((index % 4) / 2), target: 0, unit: index % 2 }),
    fdc: (index) => ({ type: 'drive', controller: Math.floor(index / 2), bus: 0, target: 0, unit: index % 2 }),
    sata: (index) => ({ type: 'drive', controller: Math.floor(index / 6), bus: 0, target: 0, unit: index % 6 }),
    scsi: scsiAddress,
};
/** The place of a disk on its bus, by the number in its target name: `sdc` is the third. */
export function driveAddress(disk, domain) {
    const place = disk.target.bus === undefined ? undefined : buses[disk.target.bus];
    const index = diskIndex(disk.target.dev);
    return place === undefined || index === undefined ? undefined : place(index, domain);
}
function scsiAddress(index, { devices }) {
    const wide = devices.controllers.some(({ type, model }) => type === 'scsi' && (model ?? '').startsWith('virtio'));
    const perController = wide ? 16 : 7;
    const controller = Math.floor(index / perController);
    return { type: 'drive', controller, bus: 0, target: 0, unit: index % perController };
}
/** The number in a target name: `vda` 0, `sdz` 25, `sdaa` 26; a partition behind it does not count. Undefined for other names. */
export function diskIndex(name) {
    const letters = /^(?:fd|hd|vd|sd|xvd|ubd)([a-z]+)\d*$/.exec(name)?.[1];
    if (letters === undefined)
        return undefined;
    let index = 0;
    for (const letter of letters)
        index = index * 26 + (letter.charCodeAt(0) - 96);
    return index - 1;
}
//# sourceMappingURL=drive-address.js.map