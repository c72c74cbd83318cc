import type { StorageAdapter, StoragePool } from '@virtweave/core-conf/storage';
import { storageError } from '../errors.ts';
import type { Machine } from '../machine.ts';
import type { Backend } from './backend.ts';
import { describeDevice } from './block-device.ts';
import { describedOnly } from './file-volumes.ts';
import { targetPath } from './local-folder.ts';
import { volumesOfHost } from './scsi-host.ts';

const hosts = '/sys/class/scsi_host';
const fibreHosts = '/sys/class/fc_host';

type FibreAdapter = Extract<StorageAdapter, { type: 'fc_host' }>;

/** `scsi`: the disks of a SCSI host, which may be a virtual Fibre Channel host. */
export const scsi: Backend = {
  async isActive(pool, machine) {
    const host = await findHost(adapterOf(pool), machine);
    return host !== undefined && (await machine.host.stat(`${hosts}/host${host}`, { signal: machine.call.signal })) !== undefined;
  },

  async start(pool, machine) {
    const adapter = adapterOf(pool);
    if (adapter.type === 'fc_host' && (await findHost(adapter, machine)) === undefined) await changeVport(adapter, 'create', machine);
    await scan(await hostOf(pool, machine), machine);
  },

  async stop(pool, machine) {
    const adapter = adapterOf(pool);
    if (adapter.type !== 'fc_host' || adapter.managed !== true) return;
    if ((await findHost(adapter, machine)) !== undefined) await changeVport(adapter, 'delete', machine);
  },

  async look(pool, machine) {
    return sum(await volumesOfHost(await hostOf(pool, machine), targetPath(pool), machine));
  },

  volumes: describedOnly((_pool, volume, machine) => describeDevice(machine, volume)),
};

/** A pool of devices is as large as they are together, and has no room for more. */
export function sum<T extends { readonly capacity?: number | bigint }>(
  volumes: readonly T[],
): { capacity: bigint; allocation: bigint; available: bigint; volumes: readonly T[] } {
  const capacity = volumes.reduce((total, one) => total + BigInt(one.capacity ?? 0), 0n);
  return { capacity, allocation: capacity, available: 0n, volumes };
}

function adapterOf({ source }: StoragePool): StorageAdapter {
  if (source.adapter === undefined) throw storageError('VIR_ERR_XML_ERROR', 'missing storage pool source adapter');
  return source.adapter;
}

async function hostOf(pool: StoragePool, machine: Machine): Promise<number> {
  const adapter = adapterOf(pool);
  const found = await findHost(adapter, machine);
  if (found !== undefined) return found;
  if (adapter.type === 'scsi_host') throw storageError('VIR_ERR_XML_ERROR', `Invalid adapter name '${adapter.name ?? ''}' for SCSI pool`);
  throw storageError('VIR_ERR_XML_ERROR', `Failed to find SCSI host with wwnn='${adapter.wwnn}', wwpn='${adapter.wwpn}'`);
}

/** Number of the SCSI host that an adapter means. */
async function findHost(adapter: StorageAdapter, machine: Machine): Promise<number | undefined> {
  if (adapter.type === 'fc_host') return findByNames(adapter.wwnn, adapter.wwpn, machine);
  if (adapter.name !== undefined) {
    const number = /^(?:scsi_|fc_)?host(\d+)$/.exec(adapter.name)?.[1];
    return number === undefined ? undefined : Number(number);
  }
  const { address, uniqueId } = adapter.parentAddress ?? {};
  if (address === undefined) return undefined;
  const hex = (value: number, width: number): string => value.toString(16).padStart(width, '0');
  const place = `${hex(Number(address.domain ?? 0), 4)}:${hex(Number(address.bus ?? 0), 2)}:${hex(Number(address.slot ?? 0), 2)}.${Number(address.function ?? 0)}`;
  for (const name of (await machine.host.list(hosts)) ?? []) {
    const path = await machine.host.realPath(`${hosts}/${name}`);
    if (path.includes(`/${place}/`) && Number(await read(`${hosts}/${name}/unique_id`, machine)) === uniqueId) return Number(name.slice('host'.length));
  }
  return undefined;
}

async function findByNames(wwnn: string, wwpn: string, machine: Machine): Promise<number | undefined> {
  const same = (text: string, wanted: string): boolean => text.replace(/^0x/, '').toLowerCase() === wanted.replace(/^0x/, '').toLowerCase();
  for (const name of (await machine.host.list(fibreHosts)) ?? []) {
    const node = await read(`${fibreHosts}/${name}/node_name`, machine);
    const port = await read(`${fibreHosts}/${name}/port_name`, machine);
    if (same(node, wwnn) && same(port, wwpn)) return Number(name.slice('host'.length));
  }
  return undefined;
}

/** Makes or removes a virtual Fibre Channel host below its parent. */
async function changeVport(adapter: FibreAdapter, change: 'create' | 'delete', machine: Machine): Promise<void> {
  const parent = await parentOf(adapter, machine);
  const path = `${fibreHosts}/${parent}/vport_${change}`;
  await machine.host.appendFile(path, `${adapter.wwpn}:${adapter.wwnn}`, { signal: machine.call.signal });
}

async function parentOf({ parent, parentWwnn, parentWwpn, parentFabricWwn }: FibreAdapter, machine: Machine): Promise<string> {
  if (parent !== undefined) return parent.replace(/^scsi_/, '');
  if (parentWwnn !== undefined && parentWwpn !== undefined) {
    const found = await findByNames(parentWwnn, parentWwpn, machine);
    if (found !== undefined) return `host${found}`;
  }
  for (const name of (await machine.host.list(fibreHosts)) ?? []) {
    const capable = (await machine.host.stat(`${fibreHosts}/${name}/vport_create`)) !== undefined;
    const fabric = (await read(`${fibreHosts}/${name}/fabric_name`, machine)).replace(/^0x/, '');
    if (capable && (parentFabricWwn === undefined || fabric === parentFabricWwn.replace(/^0x/, ''))) return name;
  }
  throw storageError('VIR_ERR_XML_ERROR', "'parent' for vHBA not specified, and cannot find one on this host");
}

/** Lets the kernel look for new disks. */
async function scan(host: number, machine: Machine): Promise<void> {
  const path = `${hosts}/host${host}/scan`;
  const { signal } = machine.call;
  if ((await machine.host.stat(path, { signal })) === undefined) {
    throw storageError('VIR_ERR_SYSTEM_ERROR', `Could not open '${path}' to trigger host scan: No such file or directory`);
  }
  await machine.host.appendFile(path, '- - -', { signal });
}

async function read(path: string, { host, call }: Machine): Promise<string> {
  if ((await host.stat(path, { signal: call.signal })) === undefined) return '';
  return (await host.readFile(path, { signal: call.signal })).toString().trim();
}
