import type { Devices } from '../devices/devices.ts';

/** Lists of devices, by the name that they have in {@link Devices}. */
type ListKind =
  | 'disks' | 'interfaces' | 'sounds' | 'hostdevs' | 'videos' | 'controllers' | 'smartcards' | 'serials' | 'parallels'
  | 'channels' | 'consoles' | 'inputs' | 'filesystems' | 'watchdogs' | 'rngs' | 'hubs' | 'shmems' | 'tpms' | 'panics'
  | 'memories' | 'redirdevs' | 'graphics' | 'audios' | 'leases' | 'cryptos';

/** Devices of which a guest has one at most. */
type SingleKind = 'memballoon' | 'nvram' | 'iommu' | 'vsock' | 'pstore';

/** In the order in which libvirt walks through them. */
const lists: readonly ListKind[] = [
  'disks', 'interfaces', 'sounds', 'hostdevs', 'videos', 'controllers', 'smartcards', 'serials', 'parallels', 'channels',
  'consoles', 'inputs', 'filesystems', 'watchdogs', 'rngs', 'hubs', 'shmems', 'tpms', 'panics', 'memories', 'redirdevs',
  'graphics', 'audios', 'leases', 'cryptos',
];
const singles: readonly SingleKind[] = ['memballoon', 'nvram', 'iommu', 'vsock', 'pstore'];

/** A device with the kind of place where it stands: `{ kind: 'disks', device }`. */
export type Device =
  | { [K in ListKind]: { readonly kind: K; readonly device: Devices[K][number]; readonly index: number } }[ListKind]
  | { [K in SingleKind]: { readonly kind: K; readonly device: NonNullable<Devices[K]>; readonly index: number } }[SingleKind];

/** Every device of the guest. */
export function eachDevice(devices: Devices, visit: (device: Device) => void): void {
  for (const kind of lists) {
    devices[kind].forEach((device, index) => visit({ kind, device, index } as Device));
  }
  for (const kind of singles) {
    const device = devices[kind];
    if (device !== undefined) visit({ kind, device, index: 0 } as Device);
  }
}
