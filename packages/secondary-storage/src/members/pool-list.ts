import type { FamilyDrivers } from '@virtweave/core-api';
import { passesFilters, type FilterGroup } from '@virtweave/core-api/driver-kit';
import {
  formatStoragePoolCapabilities,
  formatStoragePoolSources,
  readStoragePoolSource,
  storagePoolCapabilities,
  storagePoolTypes,
  type StoragePoolType,
} from '@virtweave/core-conf/storage';
import type { Pool } from '../engine/pool.ts';
import { noSupport, storageError } from '../errors.ts';
import { backendOf } from '../lifecycle/backend-of.ts';
import type { Session } from './session.ts';

/** Types in the order of `virConnectListAllStoragePoolsFlags`, where the youngest stands last. */
const byType: FilterGroup<Pool> = [...storagePoolTypes.filter((type) => type !== 'iscsi-direct'), 'iscsi-direct' as const].map(
  (type, index) => [2 ** (6 + index), (pool) => pool.definition.type === type],
);

const filters: readonly FilterGroup<Pool>[] = [
  [[1, (pool) => !pool.active], [2, (pool) => pool.active]],
  [[4, (pool) => pool.persistent], [8, (pool) => !pool.persistent]],
  [[16, (pool) => pool.autostart], [32, (pool) => !pool.autostart]],
  byType,
];

type Members =
  | 'connectListAllStoragePools'
  | 'connectFindStoragePoolSources'
  | 'connectGetStoragePoolCapabilities'
  | 'connectStoragePoolEventRegisterAny'
  | 'connectStoragePoolEventDeregisterAny'
  | 'storagePoolLookupByName'
  | 'storagePoolLookupByUUID'
  | 'storagePoolLookupByTargetPath'
  | 'storagePoolLookupByVolume';

/** Which pools there are, and could be. */
export function poolListMembers(session: Session): Pick<FamilyDrivers['storage'], Members> {
  const { pools } = session.engine;
  return {
    connectListAllStoragePools: async (flags) =>
      [...pools].filter((pool) => passesFilters(pool, flags, filters)).map(({ ref }) => ref),

    async connectFindStoragePoolSources(type, srcSpec, _flags, call) {
      if (!isPoolType(type)) throw storageError('VIR_ERR_INTERNAL_ERROR', `unknown storage pool type ${type}`);
      const { findSources } = await backendOf({ type });
      if (findSources === undefined) throw noSupport(`pool type '${type}' does not support source discovery`);
      const question = srcSpec === undefined ? undefined : readStoragePoolSource(srcSpec);
      return formatStoragePoolSources(await findSources(question, session.machine(call)));
    },

    connectGetStoragePoolCapabilities: async () => formatStoragePoolCapabilities(storagePoolCapabilities(storagePoolTypes)),

    connectStoragePoolEventRegisterAny: async (pool, eventID, callback) => session.listen(pool, eventID, callback),
    connectStoragePoolEventDeregisterAny: async (id) => session.unlisten(id),

    storagePoolLookupByName: async (name) => pools.getByName(name).ref,
    storagePoolLookupByUUID: async (uuid) => pools.getByUuid(uuid).ref,
    storagePoolLookupByVolume: async (volume) => pools.getByName(volume.pool).ref,

    async storagePoolLookupByTargetPath(path) {
      const wanted = path.replace(/(?<=.)\/+$/, '').replace(/\/{2,}/g, '/');
      for (const pool of pools) if (pool.active && pool.definition.target?.path === wanted) return pool.ref;
      throw pools.absent(`target path '${path}'`);
    },
  };
}

function isPoolType(type: string): type is StoragePoolType {
  return storagePoolTypes.some((known) => known === type);
}
