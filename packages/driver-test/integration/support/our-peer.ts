// Plays the same scenarios on our driver, through the public API. Calls have the names that libvirt's Python bindings give
// them, since that is what the other side is.
import {
  connect,
  isVirtError,
  type Connection,
  type ConnectionEvent,
  type Domain,
  type DomainCheckpoint,
  type DomainSnapshot,
  type Interface,
  type Network,
  type NodeDevice,
  type StoragePool,
  type StorageVol,
} from '@virtweave/core-api';
import * as constants from '@virtweave/core-api/constants';
import driver from '../../src/index.ts';

/** `['net=c.networkLookupByName', 'default']`: call, arguments; `$net` stands for what an earlier step gave. */
export type Step = readonly [string, ...unknown[]];

export interface Scenario {
  readonly name: string;
  readonly uri: string;
  readonly steps: readonly Step[];
}

export interface Played {
  readonly answers: readonly unknown[];
  readonly events: readonly unknown[];
}

type Calls<T> = Readonly<Record<string, (of: T, ...args: never[]) => unknown>>;

const numberOf = (names: readonly string[], name: string): number => names.indexOf(name);
const metadataTypes = ['description', 'title', 'element'] as const;
const states = ['nostate', 'running', 'blocked', 'paused', 'shutdown', 'shutoff', 'crashed', 'pmsuspended'];

const connectionCalls: Calls<Connection> = {
  getType: (c) => c.type(),
  getHostname: (c) => c.hostname(),
  getURI: (c) => c.canonicalUri(),
  getMaxVcpus: (c, type: string) => c.maxVcpus(type),
  getCapabilities: (c) => c.capabilities(),
  getSysinfo: (c) => c.sysinfo(),
  getInfo: async (c) => {
    const { model, memory, cpus, mhz, nodes, sockets, cores, threads } = await c.nodeInfo();
    return [model, Math.floor(memory / 1024), cpus, mhz, nodes, sockets, cores, threads]; // the binding gives MiB
  },
  getFreeMemory: (c) => c.freeMemory(),
  getCellsFreeMemory: (c, start: number, count: number) => c.cellsFreeMemory({ start, count }),
  getFreePages: async (c, pages: number[], start: number, count: number) => {
    const cells = await c.freePages(pages, { start, count });
    return Object.fromEntries(cells.map((cell, at) => [start + at, Object.fromEntries(cell.map((n, i) => [pages[i], n]))]));
  },
  getCPUStats: async (c, cpu: number) => c.cpuStats(cpu < 0 ? undefined : cpu),
  getCPUMap: async (c) => {
    const { cpus, online } = await c.cpuMap();
    return [cpus, Array.from({ length: cpus }, (_, at) => online.includes(at)), online.length];
  },
  getSecurityModel: async (c) => Object.values(await c.securityModel()),
  getDomainCapabilities: (c, emulator?: string, arch?: string, machine?: string, virtType?: string) =>
    c.domainCapabilities({
      ...(emulator && { emulator }),
      ...(arch && { arch }),
      ...(machine && { machine }),
      ...(virtType && { virtType }),
    }),
  isAlive: (c) => c.isAlive(),
  isEncrypted: (c) => c.isEncrypted(),
  isSecure: (c) => c.isSecure(),
  listAllDomains: (c, flags = 0) => c.listAllDomains({ flags }),
  lookupByName: (c, name: string) => c.lookupByName(name),
  lookupByUUIDString: (c, uuid: string) => c.lookupByUUID(uuid),
  lookupByID: (c, id: number) => c.lookupByID(id),
  defineXML: (c, xml: string) => c.defineXML(xml),
  defineXMLFlags: (c, xml: string, flags: number) => c.defineXML(xml, { flags }),
  createXML: (c, xml: string, flags = 0) => c.createXML(xml, { flags }),
  getAllDomainStats: async (c, stats: number, flags = 0) =>
    (await c.domainStats(stats, { flags })).map((one) => [one.domain, one.stats]),
  listAllNetworks: (c, flags = 0) => c.listAllNetworks({ flags }),
  networkLookupByName: (c, name: string) => c.networkLookupByName(name),
  networkLookupByUUIDString: (c, uuid: string) => c.networkLookupByUUID(uuid),
  networkDefineXML: (c, xml: string) => c.networkDefineXML(xml),
  networkDefineXMLFlags: (c, xml: string, flags: number) => c.networkDefineXML(xml, { flags }),
  networkCreateXML: (c, xml: string) => c.networkCreateXML(xml),
  listAllStoragePools: (c, flags = 0) => c.listAllStoragePools({ flags }),
  storagePoolLookupByName: (c, name: string) => c.storagePoolLookupByName(name),
  storagePoolLookupByUUIDString: (c, uuid: string) => c.storagePoolLookupByUUID(uuid),
  storagePoolLookupByTargetPath: (c, path: string) => c.storagePoolLookupByTargetPath(path),
  storagePoolDefineXML: (c, xml: string, flags = 0) => c.storagePoolDefineXML(xml, { flags }),
  storagePoolCreateXML: (c, xml: string, flags = 0) => c.storagePoolCreateXML(xml, { flags }),
  storageVolLookupByKey: (c, key: string) => c.storageVolLookupByKey(key),
  storageVolLookupByPath: (c, path: string) => c.storageVolLookupByPath(path),
  findStoragePoolSources: (c, type: never, source?: string) => c.findStoragePoolSources(type, source),
  getStoragePoolCapabilities: (c) => c.storagePoolCapabilities(),
  listAllInterfaces: (c, flags = 0) => c.listAllInterfaces({ flags }),
  interfaceLookupByName: (c, name: string) => c.interfaceLookupByName(name),
  interfaceLookupByMACString: (c, mac: string) => c.interfaceLookupByMACString(mac),
  interfaceDefineXML: (c, xml: string, flags = 0) => c.interfaceDefineXML(xml, { flags }),
  changeBegin: (c) => c.interfaceChangeBegin(),
  changeCommit: (c) => c.interfaceChangeCommit(),
  changeRollback: (c) => c.interfaceChangeRollback(),
  listAllDevices: (c, flags = 0) => c.listAllNodeDevices({ flags }),
  nodeDeviceLookupByName: (c, name: string) => c.nodeDeviceLookupByName(name),
  nodeDeviceLookupSCSIHostByWWN: (c, wwnn: string, wwpn: string) => c.nodeDeviceLookupSCSIHostByWWN(wwnn, wwpn),
  nodeDeviceCreateXML: (c, xml: string, flags = 0) => c.nodeDeviceCreateXML(xml, { flags }),
  nodeDeviceDefineXML: (c, xml: string, flags = 0) => c.nodeDeviceDefineXML(xml, { flags }),
  listAllSecrets: (c, flags = 0) => c.listAllSecrets({ flags }),
  secretDefineXML: (c, xml: string) => c.secretDefineXML(xml),
  listAllNWFilters: (c, flags = 0) => c.listAllNWFilters({ flags }),
};

const domainCalls: Calls<Domain> = {
  ID: (d) => d.id,
  UUIDString: (d) => d.uuid,
  OSType: (d) => d.osType(),
  XMLDesc: (d, flags = 0) => d.xml({ flags }),
  create: (d) => d.start(),
  createWithFlags: (d, flags: number) => d.start({ flags }),
  shutdown: (d) => d.shutdown(),
  reboot: (d, flags: number) => d.reboot({ flags }),
  reset: (d) => d.reset(),
  suspend: (d) => d.suspend(),
  resume: (d) => d.resume(),
  destroy: (d) => d.destroy(),
  destroyFlags: (d, flags: number) => d.destroy({ flags }),
  undefine: (d) => d.undefine(),
  undefineFlags: (d, flags: number) => d.undefine({ flags }),
  rename: (d, name: string) => d.rename(name),
  state: async (d) => {
    const { state, reason } = await d.state();
    const names = { running: 'Running', paused: 'Paused', shutoff: 'Shutoff', crashed: 'Crashed' } as const;
    const table = (constants as unknown as Record<string, Record<string, number>>)[`Domain${names[state as 'paused']}Reason`];
    const word = `VIR_DOMAIN_${state.toUpperCase()}_${reason.toUpperCase().replaceAll('-', '_')}`;
    return [numberOf(states, state), table?.[word] ?? -1];
  },
  maxMemory: (d) => d.maxMemory(),
  setMemoryFlags: (d, kib: number, flags: number) => d.setMemory(kib, { flags }),
  setMaxMemory: (d, kib: number) => d.setMemory(kib, { maximum: true }),
  vcpusFlags: (d, flags: number) => d.vcpus({ flags }),
  setVcpusFlags: (d, count: number, flags: number) => d.setVcpus(count, { flags }),
  pinVcpu: (d, vcpu: number, map: boolean[]) => d.pinVcpu(vcpu, on(map)),
  vcpuPinInfo: async (d, flags: number) => (await d.vcpuPins({ flags })).map((cpus) => mapOf(cpus)),
  emulatorPinInfo: async (d, flags = 0) => mapOf(await d.emulatorPin({ flags })),
  pinEmulator: (d, map: boolean[], flags = 0) => d.pinEmulator(on(map), { flags }),
  isActive: (d) => d.isActive(),
  isPersistent: (d) => d.isPersistent(),
  isUpdated: (d) => d.isUpdated(),
  autostart: (d) => d.autostart(),
  setAutostart: (d, autostart: number) => d.setAutostart(autostart !== 0),
  hostname: (d, flags = 0) => d.hostname({ flags }),
  metadata: async (d, type: 0 | 1 | 2, uri?: string, flags = 0) => {
    const found = await d.metadata(metadataTypes[type], uri ?? undefined, { flags });
    // The handle says "none" where libvirt has an error.
    return found ?? d.connection.families.hypervisor.domainGetMetadata(d.ref, type, uri ?? undefined, flags);
  },
  setMetadata: (d, type: 0 | 1 | 2, text: string | null, key: string | null, uri: string | null, flags = 0) =>
    d.connection.families.hypervisor.domainSetMetadata(d.ref, type, text ?? undefined, key ?? undefined, uri ?? undefined, flags),
  schedulerType: async (d) => Object.values(await d.schedulerType()),
  schedulerParameters: (d) => d.schedulerParameters(),
  setSchedulerParameters: (d, values: never) => d.setSchedulerParameters(values),
  memoryParameters: (d, flags = 0) => d.memoryParameters({ flags }),
  setMemoryParameters: (d, values: never, flags = 0) => d.setMemoryParameters(values, { flags }),
  numaParameters: (d, flags = 0) => d.numaParameters({ flags }),
  setNumaParameters: (d, values: never, flags = 0) => d.setNumaParameters(values, { flags }),
  interfaceParameters: (d, device: string, flags = 0) => d.interfaceParameters(device, { flags }),
  setInterfaceParameters: (d, device: string, values: never, flags = 0) => d.setInterfaceParameters(device, values, { flags }),
  blockIoTune: (d, disk: string, flags = 0) => d.blockIoTune(disk, { flags }),
  setBlockIoTune: (d, disk: string, values: never, flags = 0) => d.setBlockIoTune(disk, values, { flags }),
  perfEvents: (d, flags = 0) => d.perfEvents({ flags }),
  setPerfEvents: (d, values: never, flags = 0) => d.setPerfEvents(values, { flags }),
  diskErrors: async (d) =>
    Object.fromEntries((await d.diskErrors()).map(({ disk, error }) => [disk, ['none', 'unspecified', 'no-space'].indexOf(error)])),
  fsFreeze: (d, points: string[] | null = null) => d.fsFreeze(points ?? []),
  fsThaw: (d, points: string[] | null = null) => d.fsThaw(points ?? []),
  fSTrim: (d, mountpoint: string | null, minimum: number) => d.fsTrim({ minimum, ...(mountpoint !== null && { mountpoint }) }),
  fsInfo: async (d) => (await d.fsInfo()).map(({ mountpoint, name, fstype, devAliases }) => [mountpoint, name, fstype, devAliases]),
  setUserPassword: (d, user: string, password: string, flags = 0) => d.setUserPassword(user, password, { flags }),
  sendProcessSignal: (d, pid: number, signal: number) => d.sendProcessSignal(pid, signal),
  sendKey: (d, _set: number, holdTime: number, keys: number[]) => d.sendKey(keys, { holdTime }),
  injectNMI: (d) => d.injectNMI(),
  interfaceAddresses: async (d, source: number) =>
    Object.fromEntries(
      (await d.interfaceAddresses((['lease', 'agent', 'arp'] as const)[source] ?? ('none' as never))).map(({ name, mac, addresses }) => [
        name,
        {
          addrs: addresses.map(({ family, address, prefix }) => ({ addr: address, prefix, type: family === 'ipv4' ? 0 : 1 })),
          hwaddr: mac,
        },
      ]),
    ),
  interfaceStats: async (d, device: string) => Object.values(await d.interfaceStats(device)).map(() => 'counter'),
  blockInfo: async (d, disk: string) => Object.values(await d.blockInfo(disk)),
  controlInfo: async (d) => {
    const { state, details, stateTime } = await d.controlInfo();
    return [numberOf(['ok', 'job', 'occupied', 'error'], state), details, stateTime];
  },
  attachDeviceFlags: (d, xml: string, flags: number) => d.attachDevice(xml, { flags }),
  detachDeviceFlags: (d, xml: string, flags: number) => d.detachDevice(xml, { flags }),
  hasManagedSaveImage: (d) => d.hasManagedSave(),
  managedSave: (d) => d.managedSave(),
  managedSaveRemove: (d) => d.removeManagedSave(),
  coreDumpWithFormat: (d, to: string, _format: number, flags: number) => d.coreDump(to, { flags }),
  addIOThread: (d, id: number, flags = 0) => d.addIOThread(id, { flags }),
  delIOThread: (d, id: number, flags = 0) => d.deleteIOThread(id, { flags }),
  messages: (d, flags = 0) => d.messages({ flags }),
  setLifecycleAction: (d, cause: number, action: number, flags = 0) =>
    d.connection.families.hypervisor.domainSetLifecycleAction(d.ref, cause, action, flags),
  snapshotCreateXML: (d, xml: string, flags = 0) => d.createSnapshot(xml, { flags }),
  listAllSnapshots: (d, flags = 0) => d.snapshots({ flags }),
  snapshotLookupByName: (d, name: string) => d.snapshot(name),
  snapshotCurrent: (d) => d.currentSnapshot(),
  hasCurrentSnapshot: (d) => d.hasCurrentSnapshot(),
  revertToSnapshot: (_d, snapshot: DomainSnapshot, flags = 0) => snapshot.revert({ flags }),
  checkpointCreateXML: (d, xml: string, flags = 0) => d.createCheckpoint(xml, { flags }),
  listAllCheckpoints: (d, flags = 0) => d.checkpoints({ flags }),
  checkpointLookupByName: (d, name: string) => d.checkpoint(name),
};

const snapshotCalls: Calls<DomainSnapshot> = {
  getXMLDesc: (s, flags = 0) => s.xml({ flags }),
  getParent: (s) => s.parent(),
  isCurrent: (s) => s.isCurrent(),
  hasMetadata: (s) => s.hasMetadata(),
  listAllChildren: (s, flags = 0) => s.children({ flags }),
  delete: (s, flags = 0) => s.delete({ flags }),
};

const checkpointCalls: Calls<DomainCheckpoint> = {
  getXMLDesc: (s, flags = 0) => s.xml({ flags }),
  getParent: (s) => s.parent(),
  listAllChildren: (s, flags = 0) => s.children({ flags }),
  delete: (s, flags = 0) => s.delete({ flags }),
};

const networkCalls: Calls<Network> = {
  UUIDString: (n) => n.uuid,
  XMLDesc: (n, flags = 0) => n.xml({ flags }),
  create: (n) => n.start(),
  destroy: (n) => n.destroy(),
  undefine: (n) => n.undefine(),
  isActive: (n) => n.isActive(),
  isPersistent: (n) => n.isPersistent(),
  autostart: (n) => n.autostart(),
  setAutostart: (n, autostart: number) => n.setAutostart(autostart !== 0),
  bridgeName: (n) => n.bridgeName(),
  DHCPLeases: (n) => n.dhcpLeases(),
  listAllPorts: (n) => n.listAllPorts(),
  update: (n, command: number, section: number, parentIndex: number, xml: string, flags = 0) =>
    n.connection.families.network.networkUpdate(n.ref, command, section, parentIndex, xml, flags),
};

const poolCalls: Calls<StoragePool> = {
  UUIDString: (p) => p.uuid,
  XMLDesc: (p, flags = 0) => p.xml({ flags }),
  create: (p, flags = 0) => p.start({ flags }),
  build: (p, flags = 0) => p.build({ flags }),
  destroy: (p) => p.destroy(),
  delete: (p, flags = 0) => p.delete({ flags }),
  undefine: (p) => p.undefine(),
  refresh: (p, flags = 0) => p.refresh({ flags }),
  isActive: (p) => p.isActive(),
  isPersistent: (p) => p.isPersistent(),
  autostart: (p) => p.autostart(),
  setAutostart: (p, autostart: number) => p.setAutostart(autostart !== 0),
  info: async (p) => {
    const { state, capacity, allocation, available } = await p.info();
    return [numberOf(['inactive', 'building', 'running', 'degraded', 'inaccessible'], state), capacity, allocation, available];
  },
  listAllVolumes: (p) => p.listAllVolumes(),
  storageVolLookupByName: (p, name: string) => p.volLookupByName(name),
  createXML: (p, xml: string, flags = 0) => p.volCreateXML(xml, { flags }),
  createXMLFrom: (p, xml: string, source: StorageVol, flags = 0) => p.volCreateXMLFrom(xml, source, { flags }),
};

const volumeCalls: Calls<StorageVol> = {
  key: (v) => v.key,
  path: (v) => v.path(),
  XMLDesc: (v, flags = 0) => v.xml({ flags }),
  info: async (v) => {
    const { type, capacity, allocation } = await v.info();
    return [numberOf(['file', 'block', 'dir', 'network', 'netdir', 'ploop'], type), capacity, allocation];
  },
  storagePoolLookupByVolume: (v) => v.pool(),
  delete: (v, flags = 0) => v.delete({ flags }),
  resize: (v, capacity: number, flags = 0) => v.resize(capacity, { flags }),
  wipe: (v, flags = 0) => v.wipe({ flags }),
};

const interfaceCalls: Calls<Interface> = {
  MACString: (i) => i.mac,
  XMLDesc: (i, flags = 0) => i.xml({ flags }),
  create: (i, flags = 0) => i.start({ flags }),
  destroy: (i, flags = 0) => i.destroy({ flags }),
  undefine: (i) => i.undefine(),
  isActive: (i) => i.isActive(),
};

const deviceCalls: Calls<NodeDevice> = {
  XMLDesc: (d, flags = 0) => d.xml({ flags }),
  parent: (d) => d.parent(),
  listCaps: (d) => d.capabilities(),
  numOfCaps: async (d) => (await d.capabilities()).length,
  destroy: (d) => d.destroy(),
  create: (d) => d.start(),
  undefine: (d) => d.undefine(),
  isActive: (d) => d.isActive(),
  isPersistent: (d) => d.isPersistent(),
  autostart: (d) => d.autostart(),
  setAutostart: (d, autostart: number) => d.setAutostart(autostart !== 0),
  reset: (d) => d.reset(),
};

const calls: Readonly<Record<string, Calls<never>>> = {
  Connection: connectionCalls,
  Domain: domainCalls,
  DomainSnapshot: snapshotCalls,
  DomainCheckpoint: checkpointCalls,
  Network: networkCalls,
  StoragePool: poolCalls,
  StorageVol: volumeCalls,
  Interface: interfaceCalls,
  NodeDevice: deviceCalls,
};

const on = (map: readonly boolean[]): number[] => map.flatMap((set, at) => (set ? [at] : []));
const mapOf = (cpus: readonly number[]): boolean[] => Array.from({ length: 8 }, (_, at) => cpus.includes(at));

const eventNumbers = {
  'network-lifecycle': ['defined', 'undefined', 'started', 'stopped'],
  'pool-lifecycle': ['defined', 'undefined', 'started', 'stopped', 'created', 'deleted'],
  'node-device-lifecycle': ['created', 'deleted', 'defined', 'undefined'],
} as const;

const kinds = ['lifecycle', 'network-lifecycle', 'pool-lifecycle', 'pool-refresh', 'node-device-lifecycle'] as const;

export async function playOurs({ uri, steps }: Scenario): Promise<Played> {
  const connection = await connect(uri, { drivers: [driver] });
  // One after the other: jest stumbles over modules that are loaded twice at once.
  await connection.listAllDomains();
  await connection.listAllNetworks();
  await connection.listAllStoragePools();
  await connection.listAllNodeDevices();
  const stream = connection.events({ kinds });
  const known: Record<string, unknown> = { c: connection };
  const answers: unknown[] = [];
  for (const [target, ...args] of steps) {
    const [, variable, of = '', method = ''] = /^(?:(\w+)=)?(\w+)\.(\w+)$/.exec(target) ?? [];
    if (known[of] === undefined) {
      answers.push({ missing: of });
      continue;
    }
    const call = calls[(known[of] as object).constructor.name]?.[method];
    if (call === undefined) throw new Error(`nothing plays ${target}`);
    try {
      const resolved = args.map((arg) => (typeof arg === 'string' && arg.startsWith('$') ? known[arg.slice(1)] : arg));
      const result: unknown = await call(known[of] as never, ...(resolved as never[]));
      if (variable !== undefined) known[variable] = Array.isArray(result) ? result[0] : result;
      answers.push({ ok: plain(result) });
    } catch (error) {
      if (!isVirtError(error)) throw error;
      answers.push({ error: [error.number, error.domainNumber, error.libvirtMessage] });
    }
  }
  await connection.close();
  const events: unknown[] = [];
  for await (const event of stream) if (event.kind !== 'gap') events.push(told(event));
  return { answers, events };
}

function told(event: ConnectionEvent<(typeof kinds)[number]>): unknown {
  switch (event.kind) {
    case 'lifecycle': {
      const names = Object.entries(constants.DomainEventType).filter(([name]) => name === `VIR_DOMAIN_EVENT_${event.event.toUpperCase()}`);
      const details = (constants as unknown as Record<string, Record<string, number>>)[
        `DomainEvent${event.event.charAt(0).toUpperCase()}${event.event.slice(1)}DetailType`
      ];
      const word = `VIR_DOMAIN_EVENT_${event.event.toUpperCase()}_${event.detail.toUpperCase().replaceAll('-', '_')}`;
      return ['domain', event.domain.name, names[0]?.[1], details?.[word]];
    }
    case 'network-lifecycle':
      return ['network', event.network.name, (eventNumbers[event.kind] as readonly string[]).indexOf(event.event), 0];
    case 'pool-lifecycle':
      return ['pool', event.pool.name, (eventNumbers[event.kind] as readonly string[]).indexOf(event.event), 0];
    case 'pool-refresh':
      return ['pool-refresh', event.pool.name];
    case 'node-device-lifecycle':
      return ['device', event.device.name, (eventNumbers[event.kind] as readonly string[]).indexOf(event.event), 0];
  }
}

/** As the other side's JSON: handles are their names, a list of them is sorted; nothing and none are 0. */
function plain(value: unknown): unknown {
  if (value === undefined || value === null) return 0;
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) {
    const list = value.map(plain);
    return value.length > 0 && value.every(isHandle) ? list.sort() : list;
  }
  if (isHandle(value)) return (value as { name?: string; uuid?: string }).name ?? (value as { uuid: string }).uuid;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

function isHandle(value: unknown): boolean {
  return Object.hasOwn(calls, (value as object | null)?.constructor?.name ?? '');
}
