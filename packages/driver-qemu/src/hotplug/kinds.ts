import type { Devices } from '@virtweave/core-conf';

/** Lists of devices of a document, by name. */
export type DeviceList = { [K in keyof Devices]-?: NonNullable<Devices[K]> extends readonly unknown[] ? K : never }[keyof Devices];

/** What the lists' devices have in common. */
export interface AnyDevice {
  alias?: string;
  address?: unknown;
}

/** A device, and where in the document it stands. */
export interface PlacedDevice {
  readonly list: DeviceList;
  readonly index: number;
  readonly device: AnyDevice;
}

/** Elements of `<devices>` of which there may be many. */
const lists: Readonly<Record<string, DeviceList>> = {
  disk: 'disks',
  controller: 'controllers',
  lease: 'leases',
  filesystem: 'filesystems',
  interface: 'interfaces',
  smartcard: 'smartcards',
  serial: 'serials',
  parallel: 'parallels',
  console: 'consoles',
  channel: 'channels',
  input: 'inputs',
  tpm: 'tpms',
  graphics: 'graphics',
  sound: 'sounds',
  audio: 'audios',
  video: 'videos',
  hostdev: 'hostdevs',
  redirdev: 'redirdevs',
  hub: 'hubs',
  watchdog: 'watchdogs',
  rng: 'rngs',
  panic: 'panics',
  shmem: 'shmems',
  memory: 'memories',
  crypto: 'cryptos',
};

/** The list of an element's devices; undefined for what there is one of at most. */
export function listOf(element: string): DeviceList | undefined {
  return Object.hasOwn(lists, element) ? lists[element] : undefined;
}

/** The element of a list's devices. */
export function elementOf(list: DeviceList): string {
  return Object.keys(lists).find((element) => lists[element] === list) ?? list;
}

/** All devices that stand in lists. */
export function placedDevices(devices: Devices): readonly PlacedDevice[] {
  return Object.values(lists).flatMap((list) =>
    (devices[list] as readonly AnyDevice[]).map((device, index) => ({ list, index, device })),
  );
}

/** The devices without one of them. */
export function withoutDevice(devices: Devices, list: DeviceList, index: number): Devices {
  return { ...devices, [list]: (devices[list] as readonly unknown[]).filter((_, at) => at !== index) };
}

/** The devices with one more, at the end of its list. */
export function withDevice(devices: Devices, list: DeviceList, device: AnyDevice): Devices {
  return { ...devices, [list]: [...(devices[list] as readonly unknown[]), device] };
}
