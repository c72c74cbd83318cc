import { formatMac, isMulticastMac, parseMac } from '@virtweave/core-util/values';
import { attempt, oneOf, onOff, str, uint, uint64, yesNo, type Codec, type Int64 } from '../../table/codec.ts';
import { attr, inStatus, leaf, property, type Required } from '../../table/field.ts';
import { child, some, union } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';
import { interfaceBandwidth, portBandwidth, type Bandwidth } from '../../common/bandwidth.ts';
import { virtualPort, type VirtualPort } from '../../common/virtual-port.ts';
import { vlan, type Vlan } from '../../common/vlan.ts';
import { filterref, type FilterRef } from '../../common/filterref.ts';
import { pciFields } from '../../common/pci-fields.ts';
import { bootableInfo, virtioOptions, type BootableInfo, type VirtioOptions } from './device-info.ts';
import type { HostPciAddress } from './disk-source.ts';
import { ipAddress, route, type IpAddress, type Route } from './ip.ts';
import { portForward, type PortForward } from './port-forward.ts';
import { teaming, type Teaming } from './teaming.ts';

/** `<interface>`: a network card. */
export interface Interface extends BootableInfo {
  /** What it is connected to; `source.type` is written as `<interface type='..'>`. */
  source: InterfaceSource;
  /** Take a host device away from its driver, and give it back. */
  managed?: boolean;
  trustGuestRxFilters?: boolean;
  mac?: InterfaceMac;
  /** Xen: the domain that serves the interface. */
  backendDomain?: string;
  bandwidth?: Bandwidth;
  target?: InterfaceTarget;
  vlan?: Vlan;
  virtualPort?: VirtualPort;
  port?: { isolated?: boolean };
  /** User-mode and some others: addresses inside the guest. */
  guestIps?: IpAddress[];
  guestRoutes?: Route[];
  script?: string;
  downscript?: string;
  portForwards?: PortForward[];
  /** Device model, such as `virtio` or `e1000`. */
  model?: string;
  driver?: InterfaceDriver;
  /** Network filter and its parameters. */
  filterref?: FilterRef;
  coalesce?: { rx?: { frames?: { max?: number } } };
  backend?: InterfaceBackend;
  tune?: { sndbuf?: Int64 };
  mtu?: number;
  /** Whether the cable is plugged in. */
  link?: 'up' | 'down';
  teaming?: Teaming;
  /** What the network gave to it, in the state of a running guest. */
  actual?: ActualNetwork;
}

/** `<actual>`: what an interface of type `network` is connected to while its guest runs. */
export interface ActualNetwork {
  source: InterfaceSource;
  managed?: boolean;
  trustGuestRxFilters?: boolean;
  driver?: { name?: string; model?: string };
  vlan?: Vlan;
  virtualPort?: VirtualPort;
  port?: { isolated?: boolean };
  bandwidth?: Bandwidth;
}

export type InterfaceSource =
  | { type: 'user'; dev?: string }
  | { type: 'ethernet'; hostIps?: IpAddress[]; hostRoutes?: Route[] }
  | { type: 'null' }
  | { type: 'network'; network?: string; portgroup?: string; portid?: string; bridge?: string }
  | { type: 'bridge'; bridge?: string; hostIps?: IpAddress[]; hostRoutes?: Route[] }
  | { type: 'internal'; name?: string }
  | { type: 'direct'; dev?: string; mode?: DirectMode }
  | { type: 'hostdev'; address?: HostPciAddress & { type?: string } }
  | { type: 'vhostuser'; dev?: string; kind?: string; path?: string; mode?: 'client' | 'server'; reconnect?: { enabled?: boolean; timeout?: number } }
  | { type: 'server' | 'client' | 'mcast'; address?: string; port?: number }
  | { type: 'udp'; address?: string; port?: number; local?: { address?: string; port?: number } }
  | { type: 'vdpa'; dev?: string }
  | { type: 'vds'; switchid?: string; portid?: number; portgroupid?: string; connectionid?: number };

export type InterfaceType = InterfaceSource['type'];
export type DirectMode = 'vepa' | 'private' | 'bridge' | 'passthrough';

export interface InterfaceMac {
  /** Written in lower case, such as `52:54:00:12:34:56`. */
  address?: string;
  type?: 'generated' | 'static';
  check?: boolean;
}

export interface InterfaceTarget {
  /** Name of the tap device on the host. */
  dev?: string;
  managed?: boolean;
}

export interface InterfaceDriver extends VirtioOptions {
  name?: 'qemu' | 'vhost' | 'kvm' | 'vfio' | 'xen';
  txmode?: 'iothread' | 'timer';
  ioeventfd?: boolean;
  eventIdx?: boolean;
  queues?: number;
  rxQueueSize?: number;
  txQueueSize?: number;
  rss?: boolean;
  rssHashReport?: boolean;
  /** vfio: a variant driver of the host. */
  model?: string;
  host?: Offloads;
  guest?: Omit<Offloads, 'gso' | 'mrgRxbuf'>;
}

/** What the card does in place of the guest's or host's network stack. */
export interface Offloads {
  csum?: boolean;
  gso?: boolean;
  tso4?: boolean;
  tso6?: boolean;
  ecn?: boolean;
  ufo?: boolean;
  mrgRxbuf?: boolean;
}

export interface InterfaceBackend {
  type?: 'default' | 'passt';
  tap?: string;
  vhost?: string;
  logFile?: string;
  hostname?: string;
  fqdn?: string;
}

const macAddress: Codec<string> = {
  parse: (text) => {
    const bytes = attempt(() => parseMac(text));
    return bytes === undefined || isMulticastMac(bytes) ? undefined : formatMac(bytes);
  },
  format: (value) => value,
  refusal: (text) => ({
    detail:
      attempt(() => parseMac(text)) === undefined
        ? `unable to parse mac address '${text}'`
        : `expected unicast mac address, found multicast '${text}'`,
  }),
  schema: { type: 'string' },
};

const macTable: Table<InterfaceMac> = table<InterfaceMac>(() => ({
  address: attr('address', macAddress),
  type: attr('type', oneOf('generated', 'static')),
  check: attr('check', yesNo),
}));

const hostIps = { hostIps: some('ip', ipAddress), hostRoutes: some('route', route) };
const endpoint = { address: attr('address', str), port: attr('port', uint) };

const source: Required<InterfaceSource> = union<InterfaceSource>(
  'type',
  () => ({
    user: { dev: attr('dev', str) },
    ethernet: hostIps,
    null: {},
    network: {
      network: attr('network', str),
      portgroup: attr('portgroup', str),
      portid: attr('portid', str),
      bridge: attr('bridge', str),
    },
    bridge: { bridge: attr('bridge', str), ...hostIps },
    internal: { name: attr('name', str) },
    direct: { dev: attr('dev', str), mode: attr('mode', oneOf('vepa', 'private', 'bridge', 'passthrough')) },
    hostdev: {
      address: child(
        'address',
        table<HostPciAddress & { type?: string }>(() => ({ type: attr('type', str), ...pciFields })),
      ),
    },
    vhostuser: {
      dev: attr('dev', str),
      kind: attr('type', str),
      path: attr('path', str),
      mode: attr('mode', oneOf('client', 'server')),
      reconnect: child(
        'reconnect',
        table<{ enabled?: boolean; timeout?: number }>(() => ({ enabled: attr('enabled', yesNo), timeout: attr('timeout', uint) })),
      ),
    },
    server: endpoint,
    client: endpoint,
    mcast: endpoint,
    udp: { ...endpoint, local: child('local', table<{ address?: string; port?: number }>(endpoint)) },
    vdpa: { dev: attr('dev', str) },
    vds: {
      switchid: attr('switchid', str),
      portid: attr('portid', uint),
      portgroupid: attr('portgroupid', str),
      connectionid: attr('connectionid', uint),
    },
  }),
  { body: 'source' },
);

const guestOffloads: Table<Omit<Offloads, 'gso' | 'mrgRxbuf'>> = table<Omit<Offloads, 'gso' | 'mrgRxbuf'>>(() => ({
  csum: attr('csum', onOff),
  tso4: attr('tso4', onOff),
  tso6: attr('tso6', onOff),
  ecn: attr('ecn', onOff),
  ufo: attr('ufo', onOff),
}));

const hostOffloads: Table<Offloads> = table<Offloads>(() => ({
  csum: attr('csum', onOff),
  gso: attr('gso', onOff),
  tso4: attr('tso4', onOff),
  tso6: attr('tso6', onOff),
  ecn: attr('ecn', onOff),
  ufo: attr('ufo', onOff),
  mrgRxbuf: attr('mrg_rxbuf', onOff),
}));

const driver: Table<InterfaceDriver> = table<InterfaceDriver>(() => ({
  name: attr('name', oneOf('qemu', 'vhost', 'kvm', 'vfio', 'xen')),
  txmode: attr('txmode', oneOf('iothread', 'timer')),
  ioeventfd: attr('ioeventfd', onOff),
  eventIdx: attr('event_idx', onOff),
  queues: attr('queues', uint),
  rxQueueSize: attr('rx_queue_size', uint),
  txQueueSize: attr('tx_queue_size', uint),
  rss: attr('rss', onOff),
  rssHashReport: attr('rss_hash_report', onOff),
  model: attr('model', str),
  ...virtioOptions,
  host: child('host', hostOffloads),
  guest: child('guest', guestOffloads),
}));

const backend: Table<InterfaceBackend> = table<InterfaceBackend>(() => ({
  type: attr('type', oneOf('default', 'passt')),
  tap: attr('tap', str),
  vhost: attr('vhost', str),
  logFile: attr('logFile', str),
  hostname: attr('hostname', str),
  fqdn: attr('fqdn', str),
}));

const actual: Table<ActualNetwork> = table<ActualNetwork>(() => ({
  managed: attr('managed', yesNo),
  trustGuestRxFilters: attr('trustGuestRxFilters', yesNo),
  source,
  driver: child('driver', table<{ name?: string; model?: string }>(() => ({ name: attr('name', str), model: attr('model', str) }))),
  vlan,
  virtualPort,
  port: child('port', table<{ isolated?: boolean }>(() => ({ isolated: attr('isolated', yesNo) }))),
  bandwidth: portBandwidth,
}));

export const networkInterface: Table<Interface> = table<Interface>(() => ({
  managed: attr('managed', yesNo),
  trustGuestRxFilters: attr('trustGuestRxFilters', yesNo),
  mac: child('mac', macTable),
  source,
  actual: inStatus(child('actual', actual)),
  backendDomain: property('backenddomain', 'name', str),
  bandwidth: interfaceBandwidth,
  target: child('target', table<InterfaceTarget>(() => ({ dev: attr('dev', str), managed: attr('managed', yesNo) }))),
  vlan,
  virtualPort,
  port: child('port', table<{ isolated?: boolean }>(() => ({ isolated: attr('isolated', yesNo) }))),
  guestIps: some('ip', ipAddress),
  guestRoutes: some('route', route),
  script: property('script', 'path', str),
  downscript: property('downscript', 'path', str),
  portForwards: some('portForward', portForward),
  model: property('model', 'type', str),
  boot: bootableInfo.boot,
  driver: child('driver', driver),
  filterref: child('filterref', filterref),
  coalesce: child(
    'coalesce',
    table<NonNullable<Interface['coalesce']>>(() => ({
      rx: child(
        'rx',
        table<{ frames?: { max?: number } }>(() => ({ frames: child('frames', table<{ max?: number }>(() => ({ max: attr('max', uint) }))) })),
      ),
    })),
  ),
  backend: child('backend', backend),
  tune: child('tune', table<{ sndbuf?: Int64 }>(() => ({ sndbuf: leaf('sndbuf', uint64) }))),
  mtu: property('mtu', 'size', uint),
  link: property('link', 'state', oneOf('up', 'down')),
  teaming: child('teaming', teaming),
  alias: bootableInfo.alias,
  rom: bootableInfo.rom,
  acpi: bootableInfo.acpi,
  address: bootableInfo.address,
}));

