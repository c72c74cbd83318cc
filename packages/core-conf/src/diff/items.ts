/** How the items of a list are told apart. */
export interface ItemNames {
  /** What one of them is called. */
  readonly noun: string;
  /** What stays the same when an item changes; undefined: nothing is known of it. */
  readonly identity?: (item: Values) => string | undefined;
}

export type Values = Readonly<Record<string, unknown>>;

const of = (item: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((value, key) => (value as Values | undefined)?.[key], item);

const word = (value: unknown): string | undefined => (value === undefined ? undefined : String(value as string));
const by =
  (...keys: readonly string[]) =>
  (item: Values): string | undefined =>
    word(of(item, ...keys));

const known: Readonly<Record<string, ItemNames>> = {
  disks: { noun: 'disk', identity: (disk) => word(of(disk, 'target', 'dev') ?? disk['name']) },
  controllers: {
    noun: 'controller',
    identity: ({ type, index, model }) => `${type} ${index}${type === 'usb' ? ` ${model}` : ''}`,
  },
  filesystems: { noun: 'filesystem', identity: by('target', 'dir') },
  interfaces: {
    noun: 'network interface',
    identity: (one) => word(of(one, 'mac', 'address') ?? one['dev'] ?? one['name']),
  },
  channels: { noun: 'channel', identity: by('target', 'name') },
  serials: { noun: 'serial port', identity: by('target', 'port') },
  parallels: { noun: 'parallel port', identity: by('target', 'port') },
  consoles: { noun: 'console', identity: by('target', 'port') },
  inputs: { noun: 'input device', identity: ({ type, bus }) => `${type} ${bus}` },
  graphics: { noun: 'graphics', identity: by('type') },
  videos: { noun: 'video card' },
  sounds: { noun: 'sound card', identity: by('model') },
  hostdevs: { noun: 'host device' },
  memories: { noun: 'memory device', identity: by('address', 'slot') },
  rngs: { noun: 'random number generator' },
  tpms: { noun: 'TPM' },
  shmems: { noun: 'shared memory', identity: by('name') },
  watchdogs: { noun: 'watchdog', identity: by('model') },
  vcpus: { noun: 'vCPU', identity: by('id') },
  iothreadIds: { noun: 'I/O thread', identity: by('id') },
  cells: { noun: 'NUMA node', identity: by('id') },
  timers: { noun: 'timer', identity: by('name') },
  features: { noun: 'feature', identity: by('name') },
  leases: { noun: 'lease', identity: by('key') },
  hosts: { noun: 'host', identity: (host) => word(host['mac'] ?? host['name'] ?? host['ip']) },
};

/** Names of the items in the list that is called `key`. */
export function itemNames(key: string): ItemNames {
  return (
    known[key] ?? {
      noun: words(key).replace(/ies$/, 'y').replace(/s$/, ''),
      identity: (item) => word(item['name'] ?? item['id'] ?? item['index']),
    }
  );
}

/** `bootMenu` as people write it: `boot menu`. */
export function words(key: string): string {
  return key.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
}
