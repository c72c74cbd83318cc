import type { FamilyDrivers } from '@virtweave/core-api';
import { StoragePoolEventLifecycleType, StoragePoolState } from '@virtweave/core-api/constants';
import { hasFlag, passesFilters, type FilterGroup } from '@virtweave/core-api/driver-kit';
import { formatStoragePool, parseStoragePool, storagePoolTypes } from '@virtweave/core-conf';
import { testError } from '../errors.ts';
import type { StoragePoolMember } from '../member-flags.ts';
import { eventKind } from '../node/hubs.ts';
import type { Session } from '../session.ts';
import { findSources } from '../storage/find-sources.ts';
import { poolsOf, type TestPool } from '../storage/pools.ts';
import { findPool, requireActive, volumeRef } from '../storage/find.ts';

const {
  VIR_STORAGE_POOL_EVENT_DEFINED: defined,
  VIR_STORAGE_POOL_EVENT_UNDEFINED: undefinedEvent,
  VIR_STORAGE_POOL_EVENT_CREATED: created,
  VIR_STORAGE_POOL_EVENT_DELETED: deleted,
} = StoragePoolEventLifecycleType;

/** The flags that ask for one type, in the order of `virConnectListAllStoragePoolsFlags`. */
const byType = [
  ...storagePoolTypes.filter((type) => type !== 'iscsi-direct'),
  'iscsi-direct' as const,
].map((type, index) => [2 ** (6 + index), (pool: TestPool) => pool.definition.type === type] as const);

const filters: readonly FilterGroup<TestPool>[] = [
  [[1, (pool) => !pool.active], [2, (pool) => pool.active]],
  [[4, (pool) => pool.persistent], [8, (pool) => !pool.persistent]],
  [[16, (pool) => pool.autostart], [32, (pool) => !pool.autostart]],
  byType,
];

/** Storage pools. */
export function storagePoolMembers(session: Session): Pick<FamilyDrivers['storage'], StoragePoolMember> {
  const pools = poolsOf(session.node);
  const { list } = pools;
  const events = pools.hubs.join(session);
  const find = (ref: { readonly name: string }): TestPool => findPool(pools, ref);
  const inactive = (ref: { readonly name: string }): TestPool => {
    const pool = find(ref);
    if (pool.active) throw testError('VIR_ERR_OPERATION_INVALID', `storage pool '${pool.name}' is active`);
    return pool;
  };

  return {
    connectListAllStoragePools: async (flags) =>
      [...list].filter((pool) => passesFilters(pool, flags, filters)).map(({ ref }) => ref),
    connectFindStoragePoolSources: async (type, source) => findSources(type, source),

    connectStoragePoolEventRegisterAny: async (pool, eventID, callback) =>
      events.register(eventKind(['lifecycle', 'refresh'], eventID), pool?.uuid, callback),
    connectStoragePoolEventDeregisterAny: async (id) => events.deregister(id),

    storagePoolLookupByName: async (name) => list.getByName(name).ref,
    storagePoolLookupByUUID: async (uuid) => list.getByUuid(uuid).ref,
    storagePoolLookupByVolume: async (volume) => list.getByName(volume.pool).ref,
    storagePoolIsActive: async ({ uuid }) => list.getByUuid(uuid).active,
    storagePoolIsPersistent: async ({ uuid }) => list.getByUuid(uuid).persistent,

    async storagePoolDefineXML(xml, flags) {
      const pool = pools.define(parseStoragePool(xml, { strict: hasFlag(flags, 1) }));
      pools.emit(pool, defined);
      return pool.ref;
    },

    storagePoolCreateXML: async (xml) => pools.createXML(parseStoragePool(xml)).ref,

    async storagePoolUndefine(ref) {
      const pool = inactive(ref);
      pools.emit(pool, undefinedEvent);
      list.remove(pool);
    },

    async storagePoolCreate(ref) {
      pools.start(inactive(ref));
    },

    async storagePoolBuild(ref) {
      pools.emit(inactive(ref), created);
    },

    async storagePoolDelete(ref) {
      pools.emit(inactive(ref), deleted);
    },

    storagePoolDestroy: async (ref) => pools.stop(requireActive(find(ref))),

    async storagePoolRefresh(ref) {
      pools.hubs.emit({ kind: 'refresh', pool: requireActive(find(ref)).ref });
    },

    async storagePoolGetInfo(ref) {
      const pool = find(ref);
      const { capacity, allocation, available } = pool;
      const state = pool.active ? StoragePoolState.VIR_STORAGE_POOL_RUNNING : StoragePoolState.VIR_STORAGE_POOL_INACTIVE;
      return { state, capacity, allocation, available };
    },

    storagePoolGetXMLDesc: async (ref) => formatStoragePool(find(ref).described),
    storagePoolGetAutostart: async (ref) => find(ref).autostart,

    async storagePoolSetAutostart(ref, autostart) {
      const pool = find(ref);
      if (!pool.persistent) throw testError('VIR_ERR_INVALID_ARG', 'pool has no config file');
      pool.autostart = autostart;
    },

    async storagePoolListAllVolumes(ref) {
      const pool = find(ref);
      if (!pool.active) throw testError('VIR_ERR_OPERATION_INVALID', 'storage pool is not active');
      return [...pool.volumes.values()].map((volume) => volumeRef(pool, volume));
    },
  };
}
