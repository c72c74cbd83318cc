import type { NodeInfo } from '@virtweave/core-api';
import { DomainRunningReason, DomainState } from '@virtweave/core-api/constants';
import type { Definition } from '../documents.ts';
import { TestNode, type Cell } from './test-node.ts';

/** What a host is when nobody says otherwise. */
export const defaultInfo: NodeInfo = {
  model: 'i686',
  memory: 3145728n,
  cpus: 16,
  mhz: 1400,
  nodes: 2,
  sockets: 2,
  cores: 2,
  threads: 2,
};

/** The two cells of `test:///default`. */
const cells: readonly Cell[] = [
  { memory: 2097152, pageSize: 4, cpus: [0, 1, 2, 3, 4, 5, 6, 7] },
  { memory: 4194304, pageSize: 8, cpus: [8, 9, 10, 11, 12, 13, 14, 15] },
];

/** As its document would be read; written out, since reading a document takes the whole of core-conf. */
export const defaultDomain: Definition = {
  type: 'test',
  name: 'test',
  uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f',
  memory: { size: 8388608 },
  currentMemory: 2097152,
  vcpu: { placement: 'static', max: 2 },
  sysinfos: [],
  os: { type: { arch: 'i686', type: 'hvm' }, boot: ['hd'] },
  clock: { offset: 'utc' },
  onPoweroff: 'destroy',
  onReboot: 'restart',
  onCrash: 'destroy',
  devices: {
    disks: [
      {
        device: 'disk',
        source: { type: 'file', file: '/guest/diskimage1' },
        target: { dev: 'vda', bus: 'virtio' },
        address: { type: 'pci', domain: 0, bus: 1, slot: 0, function: 0 },
      },
    ],
    controllers: [],
    leases: [],
    filesystems: [],
    interfaces: [
      {
        mac: { address: 'aa:bb:cc:dd:ee:ff' },
        source: { type: 'network', network: 'default' },
        target: { dev: 'testnet0' },
        address: { type: 'pci', domain: 0, bus: 0, slot: 1, function: 0 },
      },
    ],
    smartcards: [],
    serials: [],
    parallels: [],
    consoles: [],
    channels: [],
    inputs: [],
    tpms: [],
    graphics: [],
    sounds: [],
    audios: [],
    videos: [],
    hostdevs: [],
    redirdevs: [],
    hubs: [],
    watchdogs: [],
    memballoon: { model: 'virtio', address: { type: 'pci', domain: 0, bus: 0, slot: 2, function: 0 } },
    rngs: [],
    panics: [],
    shmems: [],
    memories: [],
    cryptos: [],
  },
  seclabels: [],
};

/** libvirt's built-in node, with its one running guest. */
export function makeDefaultNode(): TestNode {
  const node = new TestNode(defaultInfo, cells, true);
  const { domain } = node.define(defaultDomain);
  node.start(domain);
  domain.setState(DomainState.VIR_DOMAIN_RUNNING, DomainRunningReason.VIR_DOMAIN_RUNNING_UNKNOWN);
  return node;
}
