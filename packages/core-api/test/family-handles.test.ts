import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type {
  Connection,
  Domain,
  DomainCheckpoint,
  Interface,
  Network,
  NetworkPort,
  NodeDevice,
  NWFilter,
  NWFilterBinding,
  Secret,
  StoragePool,
  StorageVol,
} from '../src/index.ts';
import { echo } from './fixtures/echo.ts';

const uuid = '00000000-0000-0000-0000-000000000001';
const network = { name: 'n', uuid };
const port = { uuid, network };
const pool = { name: 'p', uuid };
const volume = { pool: 'p', name: 'v', key: '/p/v' };
const iface = { name: 'eth0', mac: '00:16:3e:00:00:01' };
const device = { name: 'pci_0', parent: 'computer' };
const secret = { uuid, usageType: 1, usageId: '/p/v' };
const filter = { name: 'f', uuid };
const binding = { portDevice: 'vnet0', filterName: 'f' };
const domain = { name: 'd', uuid, id: 3 };
const checkpoint = { name: 'c', domain };

const answers = {
  connectListAllNetworks: [network],
  networkLookupByName: network,
  networkDefineXMLFlags: network,
  networkListAllPorts: [port],
  networkPortGetParameters: [{ name: 'inbound.average', type: 'uint', value: 5 }],
  networkGetDHCPLeases: [
    { iface: 'virbr0', expirytime: 60n, type: 0, mac: 'm', ipaddr: '10.0.0.2', prefix: 24, hostname: 'h' },
  ],
  connectListAllStoragePools: [pool],
  storagePoolLookupByName: pool,
  storagePoolLookupByVolume: pool,
  storagePoolGetInfo: { state: 2, capacity: 100n, allocation: 40n, available: 60n },
  storagePoolListAllVolumes: [volume],
  storageVolLookupByName: volume,
  storageVolCreateXML: volume,
  storageVolCreateXMLFrom: volume,
  storageVolGetInfoFlags: { type: 1, capacity: 100n, allocation: 2n ** 60n },
  connectListAllInterfaces: [iface],
  interfaceLookupByName: iface,
  connectListAllNodeDevices: [device],
  nodeDeviceLookupByName: device,
  connectListAllSecrets: [secret],
  secretLookupByUsage: secret,
  secretGetValue: new Uint8Array([1, 2]),
  connectListAllNWFilters: [filter],
  nwfilterLookupByName: filter,
  connectListAllNWFilterBindings: [binding],
  nwfilterBindingLookupByPortDev: binding,
  domainLookupByName: domain,
  domainCheckpointCreateXML: checkpoint,
  domainListAllCheckpoints: [checkpoint],
  domainGetJobStats: { type: 1, params: [{ name: 'memory_total', type: 'ullong', value: 9n }] },
  domainGetIOThreadInfo: [{ iothreadId: 4, cpumap: new Uint8Array([5]) }],
  domainGetBlockJobInfo: { type: 4, bandwidth: 0n, cur: 1n, end: 2n },
  connectCompareCPU: 2,
  nodeGetFreePages: [1n, 2n, 3n, 4n],
};

let connection: Connection;
let last: () => readonly unknown[];
beforeAll(async () => ({ connection, last } = await echo(answers)));
afterAll(() => connection.close());

/** What a call becomes: the member and its arguments. */
type Row = readonly [string, () => Promise<unknown>, readonly unknown[]];

function table(rows: readonly Row[]): void {
  test.each(rows.map(([member, run, args]) => [member, run, args] as const))('%s', async (member, run, args) => {
    await run();
    expect(last()).toEqual([member, ...args]);
  });
}

describe('networks', () => {
  let it: Network;
  let itsPort: NetworkPort;
  beforeAll(async () => {
    it = await connection.networkLookupByName('n');
    [itsPort] = (await it.listAllPorts()) as [NetworkPort];
  });
  table([
    ['connectListAllNetworks', () => connection.listAllNetworks({ inactive: true, autostart: true }), [17]],
    ['networkLookupByUUID', () => connection.networkLookupByUUID(uuid.toUpperCase()).catch(() => 0), [uuid]],
    ['networkDefineXMLFlags', () => connection.networkDefineXML('<network/>', { validate: true }), ['<network/>', 1]],
    ['networkCreateXMLFlags', () => connection.networkCreateXML('<network/>').catch(() => 0), ['<network/>', 0]],
    ['networkUpdate', () => it.update('add-first', 'ip-dhcp-host', '<host/>', { live: true }), [network, 4, 4, -1, '<host/>', 1]],
    ['networkUpdate', () => it.update('delete', 'dns-srv', '<srv/>', { parentIndex: 2 }), [network, 2, 12, 2, '<srv/>', 0]],
    ['networkGetXMLDesc', () => it.xml({ inactive: true }), [network, 1]],
    ['networkSetMetadata', () => it.setTitle('T', { config: true }), [network, 1, 'T', undefined, undefined, 2]],
    ['networkGetMetadata', () => it.metadata('element', 'urn:x'), [network, 2, 'urn:x', 0]],
    ['networkCreate', () => it.start(), [network]],
    ['networkDestroy', () => it.destroy(), [network]],
    ['networkUndefine', () => it.undefine(), [network]],
    ['networkSetAutostart', () => it.setAutostart(true), [network, true]],
    ['networkGetBridgeName', () => it.bridgeName(), [network]],
    ['networkPortLookupByUUID', () => it.portLookupByUUID(uuid).catch(() => 0), [network, uuid]],
    ['networkPortCreateXML', () => it.portCreateXML('<networkport/>', { reclaim: true }).catch(() => 0), [network, '<networkport/>', 1]],
    ['networkPortGetXMLDesc', () => itsPort.xml(), [port, 0]],
    [
      'networkPortSetParameters',
      () => itsPort.setParameters({ 'outbound.peak': 7n }),
      [port, [{ name: 'outbound.peak', type: 'uint', value: 7 }], 0],
    ],
    ['networkPortDelete', () => itsPort.delete(), [port, 0]],
  ]);

  test('answers are what users read', async () => {
    expect([it.name, it.uuid, it.connection, JSON.stringify(it)]).toEqual(['n', uuid, connection, JSON.stringify(network)]);
    expect(itsPort.network).toBe(it);
    expect({ ...(await itsPort.parameters()) }).toEqual({ 'inbound.average': 5 });
    expect(await it.dhcpLeases()).toEqual([
      {
        interface: 'virbr0',
        expires: new Date(60_000),
        family: 'ipv4',
        mac: 'm',
        iaid: undefined,
        address: '10.0.0.2',
        prefix: 24,
        hostname: 'h',
        clientId: undefined,
      },
    ]);
  });

  test('metadata keeps to the rules that domains have', async () => {
    await expect(it.setTitle('a\nb')).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_ARG' });
    await expect(it.metadata('element')).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_ARG' });
  });

  test('an object is written as its document', async () => {
    await connection.networkDefineXML({ name: 'inner', bridge: { name: 'virbr7' } });
    expect(last()[1]).toContain("<bridge name='virbr7'");
  });
});

describe('storage', () => {
  let it: StoragePool;
  let vol: StorageVol;
  beforeAll(async () => {
    it = await connection.storagePoolLookupByName('p');
    vol = await it.volLookupByName('v');
  });
  table([
    ['connectListAllStoragePools', () => connection.listAllStoragePools({ active: true, types: ['dir', 'iscsi-direct'] }), [0x8_0042]],
    ['storagePoolLookupByTargetPath', () => connection.storagePoolLookupByTargetPath('/p').catch(() => 0), ['/p']],
    ['storagePoolDefineXML', () => connection.storagePoolDefineXML('<pool/>').catch(() => 0), ['<pool/>', 0]],
    ['storagePoolCreateXML', () => connection.storagePoolCreateXML('<pool/>', { buildNoOverwrite: true }).catch(() => 0), ['<pool/>', 4]],
    ['connectFindStoragePoolSources', () => connection.findStoragePoolSources('netfs', '<source/>'), ['netfs', '<source/>', 0]],
    ['connectGetStoragePoolCapabilities', () => connection.storagePoolCapabilities(), [0]],
    ['storageVolLookupByKey', () => connection.storageVolLookupByKey('k').catch(() => 0), ['k']],
    ['storageVolLookupByPath', () => connection.storageVolLookupByPath('/p/v').catch(() => 0), ['/p/v']],
    ['storagePoolBuild', () => it.build({ overwrite: true }), [pool, 8]],
    ['storagePoolCreate', () => it.start({ build: true }), [pool, 1]],
    ['storagePoolDestroy', () => it.destroy(), [pool]],
    ['storagePoolDelete', () => it.delete({ zeroed: true }), [pool, 1]],
    ['storagePoolUndefine', () => it.undefine(), [pool]],
    ['storagePoolRefresh', () => it.refresh(), [pool, 0]],
    ['storagePoolGetXMLDesc', () => it.xml({ inactive: true }), [pool, 1]],
    ['storageVolCreateXML', () => it.volCreateXML('<volume/>', { preallocMetadata: true }), [pool, '<volume/>', 1]],
    ['storageVolCreateXMLFrom', () => it.volCreateXMLFrom('<volume/>', vol, { reflink: true }), [pool, '<volume/>', volume, 2]],
    ['storagePoolLookupByVolume', () => vol.pool(), [volume]],
    ['storageVolDelete', () => vol.delete({ withSnapshots: true }), [volume, 2]],
    ['storageVolWipePattern', () => vol.wipe({ algorithm: 'random' }), [volume, 8, 0]],
    ['storageVolResize', () => vol.resize(5, { delta: true, shrink: true }), [volume, 5n, 6]],
    ['storageVolGetInfoFlags', () => vol.info({ physical: true }).catch(() => 0), [volume, 1]],
  ]);

  test('sizes are numbers, or the truth about why not', async () => {
    expect(await it.info()).toEqual({ state: 'running', capacity: 100, allocation: 40, available: 60 });
    await expect(vol.info()).rejects.toMatchObject({ code: 'VIR_ERR_OVERFLOW' });
    await expect(vol.resize(0.5)).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_ARG' });
    await expect(connection.listAllStoragePools({ types: ['tape' as never] })).rejects.toMatchObject({
      code: 'VIR_ERR_INVALID_ARG',
    });
    expect([vol.name, vol.key, (await it.listAllVolumes()).map(({ key }) => key)]).toEqual(['v', '/p/v', ['/p/v']]);
  });
});

describe('interfaces, devices, secrets, filters', () => {
  let interface_: Interface;
  let dev: NodeDevice;
  let key: Secret;
  let rules: NWFilter;
  let bound: NWFilterBinding;
  beforeAll(async () => {
    interface_ = await connection.interfaceLookupByName('eth0');
    dev = await connection.nodeDeviceLookupByName('pci_0');
    key = await connection.secretLookupByUsage('volume', '/p/v');
    rules = await connection.nwfilterLookupByName('f');
    bound = await connection.nwfilterBindingLookupByPortDev('vnet0');
  });
  table([
    ['connectListAllInterfaces', () => connection.listAllInterfaces({ active: true }), [2]],
    ['interfaceLookupByMACString', () => connection.interfaceLookupByMACString('m').catch(() => 0), ['m']],
    ['interfaceDefineXML', () => connection.interfaceDefineXML('<interface/>').catch(() => 0), ['<interface/>', 0]],
    ['interfaceChangeBegin', () => connection.interfaceChangeBegin(), [0]],
    ['interfaceChangeCommit', () => connection.interfaceChangeCommit(), [0]],
    ['interfaceChangeRollback', () => connection.interfaceChangeRollback(), [0]],
    ['interfaceCreate', () => interface_.start(), [iface, 0]],
    ['interfaceDestroy', () => interface_.destroy(), [iface, 0]],
    ['interfaceUndefine', () => interface_.undefine(), [iface]],
    ['interfaceGetXMLDesc', () => interface_.xml({ inactive: true }), [iface, 1]],
    ['connectListAllNodeDevices', () => connection.listAllNodeDevices({ capabilities: ['net', 'vpd'], active: true }), [0x8020_0010]],
    ['nodeDeviceLookupSCSIHostByWWN', () => connection.nodeDeviceLookupSCSIHostByWWN('a', 'b').catch(() => 0), ['a', 'b', 0]],
    ['nodeDeviceCreateXML', () => connection.nodeDeviceCreateXML('<device/>', { validate: true }).catch(() => 0), ['<device/>', 1]],
    ['nodeDeviceDefineXML', () => connection.nodeDeviceDefineXML('<device/>').catch(() => 0), ['<device/>', 0]],
    ['nodeDeviceCreate', () => dev.start(), [device, 0]],
    ['nodeDeviceDestroy', () => dev.destroy(), [device]],
    ['nodeDeviceUpdate', () => dev.update('<device/>', { config: true }), [device, '<device/>', 2]],
    ['nodeDeviceDetachFlags', () => dev.detach({ driver: 'vfio' }), [device, 'vfio', 0]],
    ['nodeDeviceReAttach', () => dev.reAttach(), [device]],
    ['nodeDeviceReset', () => dev.reset(), [device]],
    ['connectListAllSecrets', () => connection.listAllSecrets({ noPrivate: true }), [8]],
    ['secretLookupByUsage', () => connection.secretLookupByUsage('vtpm', 'x'), [5, 'x']],
    ['secretDefineXML', () => connection.secretDefineXML('<secret/>').catch(() => 0), ['<secret/>', 0]],
    ['secretSetValue', () => key.setValue('ä'), [secret, new Uint8Array([0xc3, 0xa4]), 0]],
    ['secretGetValue', () => key.value(), [secret, 0]],
    ['secretUndefine', () => key.undefine(), [secret]],
    ['connectListAllNWFilters', () => connection.listAllNWFilters(), [0]],
    ['nwfilterDefineXMLFlags', () => connection.nwfilterDefineXML('<filter/>').catch(() => 0), ['<filter/>', 0]],
    ['nwfilterUndefine', () => rules.undefine(), [filter]],
    ['connectListAllNWFilterBindings', () => connection.listAllNWFilterBindings(), [0]],
    ['nwfilterBindingCreateXML', () => connection.nwfilterBindingCreateXML('<filterbinding/>').catch(() => 0), ['<filterbinding/>', 0]],
    ['nwfilterBindingDelete', () => bound.delete(), [binding]],
  ]);

  test('references are readable', () => {
    expect([interface_.name, interface_.mac, dev.name]).toEqual(['eth0', iface.mac, 'pci_0']);
    expect([key.uuid, key.usageType, key.usageId]).toEqual([uuid, 'volume', '/p/v']);
    expect([rules.name, rules.uuid, bound.portDevice, bound.filterName]).toEqual(['f', uuid, 'vnet0', 'f']);
  });
});

describe('what domains have beside the usual', () => {
  let it: Domain;
  let moment: DomainCheckpoint;
  beforeAll(async () => {
    it = await connection.lookupByName('d');
    moment = await it.createCheckpoint();
  });
  table([
    ['domainCheckpointCreateXML', () => it.createCheckpoint({ name: 'x' }, { redefine: true }), [domain, "<domaincheckpoint>\n  <name>x</name>\n</domaincheckpoint>\n", 1]],
    ['domainListAllCheckpoints', () => it.checkpoints({ leaves: true }), [domain, 4]],
    ['domainCheckpointGetXMLDesc', () => moment.xml({ noDomain: true, size: true }), [checkpoint, 6]],
    ['domainCheckpointDelete', () => moment.delete({ childrenOnly: true }), [checkpoint, 4]],
    ['domainSetSchedulerParametersFlags', () => it.setSchedulerParameters({ cpu_shares: 2, vcpu_quota: -1 }), [domain, [{ name: 'cpu_shares', type: 'ullong', value: 2n }, { name: 'vcpu_quota', type: 'llong', value: -1n }], 0]],
    ['domainSetPerfEvents', () => it.setPerfEvents({ cmt: true }, { live: true }), [domain, [{ name: 'cmt', type: 'boolean', value: true }], 1]],
    ['domainSetBlockIoTune', () => it.setBlockIoTune('vda', { total_iops_sec: 3 }), [domain, 'vda', [{ name: 'total_iops_sec', type: 'ullong', value: 3n }], 0]],
    ['domainBlockResize', () => it.blockResize('vda', 1024), [domain, 'vda', 1024n, 1]],
    ['domainBlockCommit', () => it.blockCommit('vda', { base: 'a', active: true }), [domain, 'vda', 'a', undefined, 0n, 4]],
    ['domainBlockPull', () => it.blockPull('vda', { bandwidth: 5, bandwidthBytes: true }), [domain, 'vda', 5n, 64]],
    ['domainBlockCopy', () => it.blockCopy('vda', '<disk/>', { granularity: 512, bufferSize: 9 }), [domain, 'vda', '<disk/>', [{ name: 'granularity', type: 'uint', value: 512 }, { name: 'buf-size', type: 'ullong', value: 9n }], 0]],
    ['domainBlockJobAbort', () => it.abortBlockJob('vda', { pivot: true }), [domain, 'vda', 2]],
    ['domainPinIOThread', () => it.pinIOThread(4, [0, 9]), [domain, 4, new Uint8Array([1, 2]), 0]],
    ['domainSetVcpu', () => it.setVcpu('1', false), [domain, '1', 0, 0]],
    ['domainSetTime', () => it.setTime(new Date(1500)), [domain, 1n, 500_000_000, 0]],
    ['domainSetTime', () => it.setTime(), [domain, 0n, 0, 1]],
    ['domainGetGuestInfo', () => it.guestInfo(['os', 'load']).catch(() => 0), [domain, 130, 0]],
    ['domainAgentSetResponseTimeout', () => it.setAgentResponseTimeout('block'), [domain, -2, 0]],
    ['domainSetLifecycleAction', () => it.setLifecycleAction('crash', 'coredump-restart', { config: true }), [domain, 2, 5, 2]],
    ['domainPMSuspendForDuration', () => it.pmSuspend('hybrid', { seconds: 3 }), [domain, 2, 3n, 0]],
    ['domainQemuMonitorCommand', () => it.qemuMonitorCommand('info', { hmp: true }), [domain, 'info', 1]],
    ['domainBackupBegin', () => it.backupBegin('<domainbackup/>', { checkpoint: '<domaincheckpoint/>' }), [domain, '<domainbackup/>', '<domaincheckpoint/>', 0]],
    ['domainCreateWithFiles', () => it.start({ files: [7], paused: true }).catch(() => 0), [domain, [7], 1]],
    ['connectBaselineCPU', () => connection.baselineCpu(['<cpu/>'], { migratable: true }), [['<cpu/>'], 2]],
    ['nodeAllocPages', () => connection.allocPages([{ size: 2048, count: 3 }], { set: true }), [[2048], [3n], -1, 1, 1]],
    ['nodeSetMemoryParameters', () => connection.setMemoryParameters({ shm_pages_to_scan: 5 }), [[{ name: 'shm_pages_to_scan', type: 'uint', value: 5 }], 0]],
  ]);

  test('answers have words and units', async () => {
    expect(await it.blockJob('vda')).toEqual({ type: 'active-commit', bandwidth: 0, current: 1n, end: 2n });
    const { type, stats } = await it.job();
    expect([type, { ...stats }]).toEqual(['bounded', { memory_total: 9n }]);
    expect(await it.ioThreads()).toEqual([{ id: 4, affinity: [0, 2] }]);
    expect(await connection.compareCpu('<cpu/>')).toBe('superset');
    expect(await connection.freePages([4, 2048], { count: 2 })).toEqual([[1n, 2n], [3n, 4n]]);
    expect([moment.name, moment.domain, moment.connection]).toEqual(['c', it, connection]);
  });

  test('a parameter of the wrong type is told by its name', async () => {
    await expect(it.setBlockIoTune('vda', { total_iops_sec: '3' })).rejects.toMatchObject({
      code: 'VIR_ERR_INVALID_ARG',
      message: expect.stringContaining('total_iops_sec'),
    });
    await expect(it.setBlkioParameters({ weight: 2 ** 32 })).rejects.toMatchObject({ code: 'VIR_ERR_OVERFLOW' });
    await expect(it.setLifecycleAction('boredom' as never, 'destroy')).rejects.toMatchObject({
      code: 'VIR_ERR_INVALID_ARG',
    });
  });
});
