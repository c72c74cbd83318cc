import type { FamilyDrivers } from '@virtweave/core-api';
import { StoragePoolEventLifecycleType, StoragePoolState } from '@virtweave/core-api/constants';
import { hasFlag } from '@virtweave/core-api/driver-kit';
import { formatStoragePool, parseStoragePool } from '@virtweave/core-conf/storage';
import type { BuildOptions } from '../backends/backend.ts';
import { noSupport, storageError } from '../errors.ts';
import { backendOf } from '../lifecycle/backend-of.ts';
import { createPool, definePool, undefinePool } from '../lifecycle/define.ts';
import { checkIdle, refreshPool, startPool, stopPool } from '../lifecycle/start.ts';
import { requireActive, requireInactive, volumeRef, type Session } from './session.ts';

const { VIR_STORAGE_POOL_EVENT_CREATED: created, VIR_STORAGE_POOL_EVENT_DELETED: deleted } = StoragePoolEventLifecycleType;

type Members =
  | 'storagePoolDefineXML'
  | 'storagePoolCreateXML'
  | 'storagePoolCreate'
  | 'storagePoolBuild'
  | 'storagePoolDestroy'
  | 'storagePoolDelete'
  | 'storagePoolUndefine'
  | 'storagePoolRefresh'
  | 'storagePoolGetInfo'
  | 'storagePoolGetXMLDesc'
  | 'storagePoolGetAutostart'
  | 'storagePoolSetAutostart'
  | 'storagePoolIsActive'
  | 'storagePoolIsPersistent'
  | 'storagePoolListAllVolumes';

/** The life of pools. */
export function poolMembers(session: Session): Pick<FamilyDrivers['storage'], Members> {
  const { engine } = session;
  return {
    async storagePoolDefineXML(xml, flags) {
      return (await engine.track(definePool(engine, parseStoragePool(xml, { strict: hasFlag(flags, 1) })))).ref;
    },

    async storagePoolCreateXML(xml, flags, call) {
      const creation = createPool(engine, parseStoragePool(xml), session.machine(call), buildWanted(flags));
      return (await engine.track(creation)).ref;
    },

    async storagePoolCreate(ref, flags, call) {
      const pool = session.find(ref);
      await session.change(pool, 'virStoragePoolCreate', call, (machine) =>
        startPool(engine, requireInactive(pool, 'already'), machine, buildWanted(flags)),
      );
    },

    async storagePoolBuild(ref, flags, call) {
      const pool = session.find(ref);
      await session.change(pool, 'virStoragePoolBuild', call, async (machine) => {
        requireInactive(pool, 'already');
        const { build } = await backendOf(pool.definition);
        // Kinds that lie on what is there already have nothing to build.
        await build?.(pool.definition, { noOverwrite: hasFlag(flags, 4), overwrite: hasFlag(flags, 8) }, machine);
        engine.emit(pool, created);
      });
    },

    async storagePoolDestroy(ref, call) {
      const pool = session.find(ref);
      await session.change(pool, 'virStoragePoolDestroy', call, (machine) => stopPool(engine, requireActive(pool), machine));
    },

    async storagePoolDelete(ref, _flags, call) {
      const pool = session.find(ref);
      await session.change(pool, 'virStoragePoolDelete', call, async (machine) => {
        requireInactive(pool, 'still');
        checkIdle(pool);
        const backend = await backendOf(pool.definition);
        if (backend.delete === undefined) throw noSupport('pool does not support pool deletion');
        await backend.delete(pool.definition, machine);
        engine.emit(pool, deleted);
      });
    },

    async storagePoolUndefine(ref, call) {
      const pool = session.find(ref);
      await session.change(pool, 'virStoragePoolUndefine', call, () => undefinePool(engine, pool));
    },

    async storagePoolRefresh(ref, _flags, call) {
      const pool = session.find(ref);
      await session.change(pool, 'virStoragePoolRefresh', call, (machine) => refreshPool(engine, requireActive(pool), machine));
    },

    async storagePoolGetInfo(ref) {
      const { active, content } = session.find(ref);
      const { capacity, allocation, available } = content;
      const state = active ? StoragePoolState.VIR_STORAGE_POOL_RUNNING : StoragePoolState.VIR_STORAGE_POOL_INACTIVE;
      return { state, capacity, allocation, available };
    },

    async storagePoolGetXMLDesc(ref, flags) {
      const pool = session.find(ref);
      if (hasFlag(flags, 1) && pool.next !== undefined) return formatStoragePool(pool.next);
      return formatStoragePool(pool.described);
    },

    storagePoolGetAutostart: async (ref) => session.find(ref).autostart,

    async storagePoolSetAutostart(ref, autostart, call) {
      const pool = session.find(ref);
      await session.change(pool, 'virStoragePoolSetAutostart', call, async () => {
        if (!pool.persistent) throw storageError('VIR_ERR_INTERNAL_ERROR', 'pool has no config file');
        if (autostart) await engine.definitions.link('autostart', pool.name);
        else await engine.definitions.unlink('autostart', pool.name);
        pool.autostart = autostart;
      });
    },

    storagePoolIsActive: async (ref) => session.find(ref).active,
    storagePoolIsPersistent: async (ref) => session.find(ref).persistent,

    async storagePoolListAllVolumes(ref) {
      const pool = session.active(ref);
      return [...pool.volumes.values()].map((volume) => volumeRef(pool, volume));
    },
  };
}

/** `virStoragePoolCreateFlags`: build it, too? */
function buildWanted(flags: number): BuildOptions | undefined {
  if (!hasFlag(flags, 1 | 2 | 4)) return undefined;
  return { overwrite: hasFlag(flags, 2), noOverwrite: hasFlag(flags, 4) };
}
