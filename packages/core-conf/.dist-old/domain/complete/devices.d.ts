import type { Devices } from '../devices/devices.ts';
/** Lists of devices, by the name that they have in {@link Devices}. */
type ListKind = 'disks' | 'interfaces' | 'sounds' | 'hostdevs' | 'videos' | 'controllers' | 'smartcards' | 'serials' | 'parallels' | 'channels' | 'consoles' | 'inputs' | 'filesystems' | 'watchdogs' | 'rngs' | 'hubs' | 'shmems' | 'tpms' | 'panics' | 'memories' | 'redirdevs' | 'graphics' | 'audios' | 'leases' | 'cryptos';
/** Devices of which a guest has one at most. */
type SingleKind = 'memballoon' | 'nvram' | 'iommu' | 'vsock' | 'pstore';
/** A device with the kind of place where it stands: `{ kind: 'disks', device }`. */
export type Device = {
    [K in ListKind]: {
        readonly kind: K;
        readonly device: Devices[K][number];
        readonly index: number;
    };
}[ListKind] | {
    [K in SingleKind]: {
        readonly kind: K;
        readonly device: NonNullable<Devices[K]>;
        readonly index: number;
    };
}[SingleKind];
/** Every device of the guest. */
export declare function eachDevice(devices: Devices, visit: (device: Device) => void): void;
export {};
//# sourceMappingURL=devices.d.ts.map