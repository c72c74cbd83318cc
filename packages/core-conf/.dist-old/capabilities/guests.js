/** Fills in the architecture, from the guests that the host can run. */
export function completeArch({ type, os }, { hostArch, guests }) {
    if (os.type.arch !== undefined)
        return;
    const able = guests.filter((guest) => guest.osType === os.type.type && guest.types.includes(type));
    os.type.arch = (able.find(({ arch }) => arch === hostArch) ?? able[0])?.arch ?? hostArch;
}
//# sourceMappingURL=guests.js.map