import { str } from '../../table/codec.ts';
import { leaf } from '../../table/field.ts';
import { child, list } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';
import { audios, type Audio } from './audio.ts';
import { channel, consoleDevice, parallel, serial, type Channel, type Console, type Parallel, type Serial } from './chardev.ts';
import { controller, type Controller } from './controller.ts';
import { crypto, type Crypto } from './crypto.ts';
import { disk, type Disk } from './disk.ts';
import { filesystem, type Filesystem } from './filesystem.ts';
import { graphics, type Graphics } from './graphics.ts';
import { hostdev, type Hostdev } from './hostdev.ts';
import { hub, type Hub } from './hub.ts';
import { input, type Input } from './input.ts';
import { networkInterface, type Interface } from './interface.ts';
import { iommu, type Iommu } from './iommu.ts';
import { lease, type Lease } from './lease.ts';
import { memballoon, type Memballoon } from './memballoon.ts';
import { memoryDevice, type MemoryDevice } from './memory.ts';
import { nvram, type Nvram } from './nvram.ts';
import { panic, type Panic } from './panic.ts';
import { pstore, type Pstore } from './pstore.ts';
import { redirdev, redirfilter, type Redirdev, type Redirfilter } from './redirdev.ts';
import { rng, type Rng } from './rng.ts';
import { shmem, type Shmem } from './shmem.ts';
import { smartcards, type Smartcard } from './smartcard.ts';
import { sound, type Sound } from './sound.ts';
import { tpm, type Tpm } from './tpm.ts';
import { video, type Video } from './video.ts';
import { vsock, type Vsock } from './vsock.ts';
import { watchdog, type Watchdog } from './watchdog.ts';

/** `<devices>`: everything that is plugged into the guest. */
export interface Devices {
  /** Path of the program that plays the machine. */
  emulator?: string;
  disks: Disk[];
  controllers: Controller[];
  leases: Lease[];
  filesystems: Filesystem[];
  interfaces: Interface[];
  smartcards: Smartcard[];
  serials: Serial[];
  parallels: Parallel[];
  consoles: Console[];
  channels: Channel[];
  inputs: Input[];
  tpms: Tpm[];
  graphics: Graphics[];
  sounds: Sound[];
  audios: Audio[];
  videos: Video[];
  hostdevs: Hostdev[];
  redirdevs: Redirdev[];
  redirfilter?: Redirfilter;
  hubs: Hub[];
  watchdogs: Watchdog[];
  memballoon?: Memballoon;
  rngs: Rng[];
  nvram?: Nvram;
  panics: Panic[];
  shmems: Shmem[];
  memories: MemoryDevice[];
  iommu?: Iommu;
  vsock?: Vsock;
  cryptos: Crypto[];
  pstore?: Pstore;
}

export const devices: Table<Devices> = table<Devices>(() => ({
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
  redirfilter: child('redirfilter', redirfilter, {
    only: { detail: 'only one set of redirection filter rule is supported', code: 'VIR_ERR_INTERNAL_ERROR' },
  }),
  hubs: list('hub', hub),
  watchdogs: list('watchdog', watchdog),
  memballoon: child('memballoon', memballoon, {
    only: { detail: 'only a single memory balloon device is supported', code: 'VIR_ERR_INTERNAL_ERROR' },
  }),
  rngs: list('rng', rng),
  nvram: child('nvram', nvram, { empty: 'pair', only: { detail: 'only a single nvram device is supported', code: 'VIR_ERR_INTERNAL_ERROR' } }),
  panics: list('panic', panic),
  shmems: list('shmem', shmem),
  memories: list('memory', memoryDevice),
  iommu: child('iommu', iommu, { only: { detail: 'only a single IOMMU device is supported' } }),
  vsock: child('vsock', vsock, { only: { detail: 'only a single vsock device is supported' } }),
  cryptos: list('crypto', crypto),
  pstore: child('pstore', pstore),
}));

