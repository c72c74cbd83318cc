import type { Call } from '@virtweave/core-api';
import type { Disk, DiskSource, Domain } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import type { QemuEngine } from '../engine/engine.ts';

type VolumeSource = Extract<DiskSource, { type: 'volume' }>;

/** `virStorageVolType` */
const FILE = 0;
const BLOCK = 1;

/**
 * Asks the storage driver what the volumes of a guest's disks are, and notes it in the document of the running guest.
 *
 * @throws VirtError VIR_ERR_NO_STORAGE_POOL, VIR_ERR_NO_STORAGE_VOL; VIR_ERR_CONFIG_UNSUPPORTED for a pool that is not
 * active, and volumes that are neither files nor block devices
 */
export async function resolveVolumes(engine: QemuEngine, document: Domain, signal?: AbortSignal): Promise<void> {
  for (const disk of document.devices.disks) {
    if (disk.source.type === 'volume') await resolve(engine, disk, disk.source, signal);
  }
}

async function resolve(engine: QemuEngine, { target }: Disk, source: VolumeSource, signal?: AbortSignal): Promise<void> {
  const { pool, volume } = source;
  if (pool === undefined || volume === undefined || volume === '') return;
  const storage = engine.peers.storage();
  const call = { signal } as Call;
  const poolRef = await storage.storagePoolLookupByName(pool, call);
  if (!(await storage.storagePoolIsActive(poolRef, call))) {
    throw unsupported(`storage pool '${pool}' containing volume '${volume}' is not active`);
  }
  const ref = await storage.storageVolLookupByName(poolRef, volume, call);
  const [{ type }, path] = await Promise.all([storage.storageVolGetInfoFlags(ref, 0, call), storage.storageVolGetPath(ref, call)]);
  if (type === FILE) Object.assign(source, { actualType: 'file', file: path } satisfies Partial<VolumeSource>);
  else if (type === BLOCK) Object.assign(source, { actualType: 'block', dev: path } satisfies Partial<VolumeSource>);
  else throw unsupported(`volume '${volume}' of disk '${target.dev}' is neither a file nor a block device`);
}

/** What QEMU opens: in the place of a volume the file or device that it is. */
export function actualSource(source: DiskSource): DiskSource {
  if (source.type !== 'volume') return source;
  const { pool: _pool, volume: _volume, mode: _mode, actualType, file, dev, dir: _dir, protocol: _protocol, name: _name, hosts: _hosts, ...common } = source;
  if (actualType === 'file' && file !== undefined) return { ...common, type: 'file', file };
  if (actualType === 'block' && dev !== undefined) return { ...common, type: 'block', dev };
  // An empty drive.
  return { ...common, type: 'file' };
}

function unsupported(detail: string): VirtError {
  return new VirtError('VIR_ERR_CONFIG_UNSUPPORTED', detail, { domain: 'VIR_FROM_QEMU' });
}
