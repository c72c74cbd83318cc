import { str } from "../../table/codec.js";
import { leaf } from "../../table/field.js";
import { child, list } from "../../table/child.js";
import { table } from "../../table/table.js";
import { audios } from "./audio.js";
import { channel, consoleDevice, parallel, serial } from "./chardev.js";
import { controller } from "./controller.js";
import { crypto } from "./crypto.js";
import { disk } from "./disk.js";
import { filesystem } from "./filesystem.js";
import { graphics } from "./graphics.js";
import { hostdev } from "./hostdev.js";
import { hub } from "./hub.js";
import { input } from "./input.js";
import { networkInterface } from "./interface.js";
import { iommu } from "./iommu.js";
import { lease } from "./lease.js";
import { memballoon } from "./memballoon.js";
import { memoryDevice } from "./memory.js";
import { nvram } from "./nvram.js";
import { panic } from "./panic.js";
import { pstore } from "./pstore.js";
import { redirdev, redirfilter } from "./redirdev.js";
import { rng } from "./rng.js";
import { shmem } from "./shmem.js";
import { smartcards } from "./smartcard.js";
import { sound } from "./sound.js";
import { tpm } from "./tpm.js";
import { video } from "./video.js";
import { vsock } from "./vsock.js";
import { watchdog } from "./watchdog.js";
export const devices = table({
    emulator: leaf('emulator', str),
    disks: list('disk', disk),
    controllers: list('controller', controller),
    leases: list('lease', lease),
    filesystems: list('filesystem', filesystem),
    interfaces: list('interface', networkInterface),
    smartcards,
    serials: list('serial', serial),
    parallels: list('parallel', parallel),
    consoles: list('console', consoleDevice),
    channels: list('channel', channel),
    inputs: list('input', input),
    tpms: list('tpm', tpm),
    graphics,
    sounds: list('sound', sound),
    audios,
    videos: list('video', video),
    hostdevs: list('hostdev', hostdev),
    redirdevs: list('redirdev', redirdev),
    redirfilter: child('redirfilter', redirfilter),
    hubs: list('hub', hub),
    watchdogs: list('watchdog', watchdog),
    memballoon: child('memballoon', memballoon),
    rngs: list('rng', rng),
    nvram: child('nvram', nvram),
    panics: list('panic', panic),
    shmems: list('shmem', shmem),
    memories: list('memory', memoryDevice),
    iommu: child('iommu', iommu),
    vsock: child('vsock', vsock),
    cryptos: list('crypto', crypto),
    pstore: child('pstore', pstore),
});
//# sourceMappingURL=devices.js.map