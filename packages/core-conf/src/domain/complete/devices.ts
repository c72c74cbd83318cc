import type { Devices } from '../devices/devices.ts';

/** Lists of devices, by the name that they have in {@link Devices}. */
type ListKind =
  | 'disks' | 'interfaces' | 'sounds' | 'hostdevs' | 'videos' | 'controllers' | 'smartcards' | 'serials' | 'parallels'
  | 'channels' | 'consoles' | 'inputs' | 'filesystems' | 'watchdogs' | 'rngs' | 'hubs' | 'shmems' | 'tpms' | 'panics'
  | 'memories' | 'redirdevs' | 'graphics' | 'audios' | 'leases' | 'cryptos';

/** Devices of which a guest has one at most. */
type SingleKind = 'memballoon' | 'nvram' | 'iommu' | 'vsock' | 'pstore';

/** In the order in which libvirt walks through them (`virDomainDeviceInfoIterate`). */
const order: readonly (ListKind | SingleKind)[] = [
  'disks', 'interfaces', 'sounds', 'hostdevs', 'videos', 'controllers', 'smartcards', 'serials', 'parallels', 'channels',
  'consoles', 'inputs', 'filesystems', 'watchdogs', 'memballoon', 'rngs', 'nvram', 'hubs', 'shmems', 'tpms', 'panics',
  'memories', 'iommu', 'vsock', 'cryptos', 'pstore', 'redirdevs', 'graphics', 'audios', 'leases',
];

/** A device with the kind of place where it stands: `{ kind: 'disks', device }`. */
export type Device =
  | { [K in ListKind]: { readonly kind: K; readonly device: Devices[K][number]; readonly index: number } }[ListKind]
  | { [K in SingleKind]: { readonly kind: K; readonly device: NonNullable<Devices[K]>; readonly index: number } }[SingleKind];

/** Every device of the guest, except a console that is only another view of the first serial port. */
export function eachDevice(devices: Devices, visit: (device: Device) => void): void {
  for (const kind of order) {
    const place = devices[kind];
    if (place === undefined) continue;
    if (!Array.isArray(place)) {
      visit({ kind, device: place, index: 0 } as Device);
      continue;
    }
    for (const [index, device] of place.entries()) {
      if (kind === 'consoles' && index === 0 && isSerialView(devices)) continue;
      visit({ kind, device, index } as Device);
    }
  }
}

function isSerialView({ consoles, serials }: Devices): boolean {
  return serials.length > 0 && consoles[0]?.target.type === 'serial';
}
