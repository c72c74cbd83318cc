import { words } from './words.ts';

/** How the items of a list are told apart. */
export interface ItemNames {
  /** What one of them is called; items of several kinds have names of their own. */
  readonly noun: string | ((item: Values) => string);
  /** What stays the same when an item changes; undefined: nothing is known of it. */
  readonly identity?: (item: Values) => string | undefined;
}

export type Values = Readonly<Record<string, unknown>>;

/** The value at a path of keys. */
function at(item: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Values | undefined)?.[key], item);
}

function word(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value as string);
}

/** Recognized by the first of these paths that has a value. */
function first(...paths: readonly string[]): (item: Values) => string | undefined {
  return (item) => word(paths.map((path) => at(item, path)).find((value) => value !== undefined));
}

/** Recognized by all of these together; those that are absent do not count. */
function together(separator: string, ...paths: readonly string[]): (item: Values) => string | undefined {
  return (item) => {
    const found = paths.flatMap((path) => word(at(item, path)) ?? []);
    return found.length === 0 ? undefined : found.join(separator);
  };
}

const pciAddress = together(':', 'domain', 'bus', 'slot', 'function');
const named = first('name', 'id', 'index');

const known: Readonly<Record<string, ItemNames>> = {
  // Devices of guests.
  disks: { noun: 'disk', identity: first('target.dev', 'name') },
  controllers: {
    noun: 'controller',
    // Several USB controllers share a number.
    identity: ({ type, index, model }) => together(' ', 'type', 'index', 'model')({ type, index, ...(type === 'usb' && { model }) }),
  },
  filesystems: { noun: 'filesystem', identity: first('target.dir') },
  interfaces: { noun: 'network interface', identity: first('mac.address', 'dev', 'name') },
  channels: { noun: 'channel', identity: first('target.name', 'name') },
  serials: { noun: 'serial port', identity: first('target.port') },
  parallels: { noun: 'parallel port', identity: first('target.port') },
  consoles: { noun: 'console', identity: first('target.port') },
  inputs: { noun: 'input device', identity: together(' ', 'type', 'bus') },
  graphics: { noun: 'graphics', identity: first('type') },
  listens: { noun: 'listener', identity: together(' ', 'type', 'address', 'network', 'socket') },
  videos: { noun: 'video card' },
  sounds: { noun: 'sound card', identity: first('model') },
  audios: { noun: 'audio backend', identity: first('id') },
  codecs: { noun: 'codec', identity: first('type') },
  hostdevs: { noun: 'host device' },
  redirdevs: { noun: 'USB redirection' },
  usbdevs: { noun: 'USB filter' },
  memories: { noun: 'memory device', identity: first('address.slot') },
  rngs: { noun: 'random number generator' },
  tpms: { noun: 'TPM' },
  cryptos: { noun: 'crypto device' },
  panics: { noun: 'panic device', identity: first('model') },
  shmems: { noun: 'shared memory', identity: first('name') },
  watchdogs: { noun: 'watchdog', identity: first('model') },
  hubs: { noun: 'hub', identity: first('type') },
  smartcards: { noun: 'smartcard reader', identity: first('type') },
  leases: { noun: 'lease', identity: first('key') },
  portForwards: { noun: 'port forward', identity: together(' ', 'proto', 'address', 'dev') },
  seclabels: { noun: 'security label', identity: first('model') },
  throttleGroups: { noun: 'throttle group', identity: first('groupName') },
  throttleFilters: { noun: 'throttle filter', identity: first('group') },
  // What a guest is given.
  vcpus: { noun: 'vCPU', identity: first('id') },
  vcpupin: { noun: 'pinning of vCPU', identity: first('vcpu') },
  vcpusched: { noun: 'scheduling of vCPUs', identity: first('vcpus') },
  iothreadIds: { noun: 'I/O thread', identity: first('id') },
  iothreads: { noun: 'I/O thread', identity: first('id') },
  iothreadpin: { noun: 'pinning of I/O thread', identity: first('iothread') },
  iothreadsched: { noun: 'scheduling of I/O threads', identity: first('iothreads') },
  cachetune: { noun: 'cache of vCPUs', identity: first('vcpus') },
  memorytune: { noun: 'memory bandwidth of vCPUs', identity: first('vcpus') },
  memnodes: { noun: 'NUMA node', identity: first('cellid') },
  cells: { noun: 'NUMA node', identity: first('id') },
  distances: { noun: 'distance to NUMA node', identity: first('id') },
  latencies: { noun: 'latency', identity: together(' ', 'initiator', 'target', 'cache', 'type') },
  bandwidths: { noun: 'bandwidth', identity: together(' ', 'initiator', 'target', 'cache', 'type') },
  pages: { noun: 'memory pages of', identity: ({ size }) => `${size as number} KiB` },
  pageSizes: { noun: 'page size' },
  timers: { noun: 'timer', identity: first('name') },
  features: { noun: 'feature', identity: first('name') },
  perf: { noun: 'performance event', identity: first('name') },
  acpiTables: { noun: 'ACPI table', identity: first('type') },
  keywrap: { noun: 'key wrapping', identity: first('name') },
  initenv: { noun: 'environment variable', identity: first('name') },
  initargs: { noun: 'argument of init' },
  boot: { noun: 'boot device' },
  sysinfos: { noun: 'system information', identity: first('type') },
  baseBoards: { noun: 'base board' },
  oemStrings: { noun: 'OEM string' },
  revertDisks: { noun: 'disk to revert', identity: first('name') },
  // Networks.
  hosts: { noun: 'host', identity: first('mac', 'name', 'ip', 'socket') },
  ranges: { noun: 'range', identity: together('-', 'start', 'end') },
  ips: { noun: 'IP address', identity: first('address') },
  guestIps: { noun: 'IP address in the guest', identity: first('address') },
  hostIps: { noun: 'IP address on the host', identity: first('address') },
  routes: { noun: 'route', identity: routeTo },
  guestRoutes: { noun: 'route in the guest', identity: routeTo },
  hostRoutes: { noun: 'route on the host', identity: routeTo },
  forwarders: { noun: 'forwarder', identity: together(' ', 'domain', 'addr') },
  txts: { noun: 'TXT record', identity: first('name') },
  srvs: { noun: 'SRV record', identity: together(' ', 'service', 'protocol', 'domain') },
  portgroups: { noun: 'port group', identity: first('name') },
  addresses: { noun: 'PCI device', identity: pciAddress },
  tags: { noun: 'VLAN', identity: first('id') },
  dnsmasqOptions: { noun: 'option of dnsmasq' },
  protocols: { noun: 'protocol', identity: first('family') },
  // Network filters.
  entries: {
    noun: ({ kind }) => (kind === 'rule' ? 'rule' : kind === 'filterref' ? 'reference to filter' : 'entry'),
    identity: first('name', 'filter'),
  },
  parameters: { noun: 'parameter', identity: together(' ', 'name', 'value') },
  // Storage.
  devices: { noun: 'device', identity: first('path') },
  sources: { noun: 'source', identity: together(' ', 'name', 'dir', 'devices.0.path') },
  extents: { noun: 'extent', identity: together('-', 'start', 'end') },
  freeExtents: { noun: 'free extent', identity: together('-', 'start', 'end') },
  pools: { noun: 'pool type', identity: first('type') },
  secrets: { noun: 'secret', identity: first('uuid', 'usage') },
  slices: { noun: 'slice', identity: first('type') },
  // Hosts, their devices and capabilities.
  capabilities: { noun: 'capability', identity: together(' ', 'type', 'host', 'interface') },
  types: { noun: 'mediated device type', identity: first('id') },
  guests: { noun: 'guest', identity: together(' ', 'osType', 'arch.name') },
  domains: { noun: 'virtualization type', identity: first('type') },
  machines: { noun: 'machine type', identity: first('name') },
  securityModels: { noun: 'security model', identity: first('model') },
  baseLabels: { noun: 'label of guests of type', identity: first('type') },
  models: { noun: 'CPU model', identity: first('name') },
  blockers: { noun: 'missing feature' },
  banks: { noun: 'cache', identity: together(' ', 'level', 'type', 'id') },
  cpus: { noun: 'CPU', identity: first('id') },
  values: { noun: 'firmware image' },
  privateData: { noun: 'private data' },
};

function routeTo({ address, prefix, netmask }: Values): string | undefined {
  const length = word(prefix ?? netmask);
  return address === undefined ? undefined : `${word(address)}${length === undefined ? '' : `/${length}`}`;
}

/** What an item is called. */
export function nounOf({ noun }: ItemNames, item: unknown): string {
  return typeof noun === 'string' ? noun : noun(item as Values);
}

/** Names of the items in the list that is called `key`. */
export function itemNames(key: string): ItemNames {
  return known[key] ?? { noun: singular(words(key)), identity: named };
}

function singular(plural: string): string {
  return plural.replace(/ies$/, 'y').replace(/([^su])s$/, '$1');
}
