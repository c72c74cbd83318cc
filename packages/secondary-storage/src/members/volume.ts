import type { FamilyDrivers, StorageVolumeRef } from '@virtweave/core-api';
import { hasFlag } from '@virtweave/core-api/driver-kit';
import { parseStorageVol, type StorageVol } from '@virtweave/core-conf/storage';
import type { VolumeBackend } from '../backends/backend.ts';
import type { Pool, Volume } from '../engine/pool.ts';
import { invalidState, noSupport, storageError } from '../errors.ts';
import { backendOf } from '../lifecycle/backend-of.ts';
import type { Machine } from '../machine.ts';
import { downloadVolume } from '../transfer/download.ts';
import { uploadVolume } from '../transfer/upload.ts';
import { refreshPool } from '../lifecycle/start.ts';
import { requireActive, requireFree, volumeRef, type FoundVolume, type Session } from './session.ts';

type Members =
  | 'storageVolCreateXML'
  | 'storageVolCreateXMLFrom'
  | 'storageVolDelete'
  | 'storageVolResize'
  | 'storageVolWipePattern'
  | 'storageVolUpload'
  | 'storageVolDownload';

/** What is done with volumes. */
export function volumeMembers(session: Session): Pick<FamilyDrivers['storage'], Members> {
  return {
    async storageVolCreateXML(ref, xml, flags, call) {
      const pool = session.active(ref);
      const options = { strict: hasFlag(flags, 4), capacity: 'withBacking' } as const;
      const definition = parseStorageVol(xml, pool.definition, options);
      return makeVolume(session, { pool, definition, flags }, session.machine(call));
    },

    async storageVolCreateXMLFrom(ref, xml, clone, flags, call) {
      const pool = session.active(ref);
      const from = session.volume(clone);
      const original = from.volume.definition;
      const definition = parseStorageVol(xml, pool.definition, { strict: hasFlag(flags, 4), capacity: 'optional' });
      const said = definition.allocation !== undefined && definition.allocation !== definition.capacity;
      if (BigInt(definition.capacity ?? 0) < BigInt(original.capacity ?? 0) && original.capacity !== undefined) definition.capacity = original.capacity;
      if (!said && definition.capacity !== undefined) definition.allocation = definition.capacity;
      return makeVolume(session, { pool, definition, flags, from }, session.machine(call));
    },

    async storageVolDelete(ref, flags, call) {
      const { pool } = session.volume(ref);
      await session.change(pool, 'virStorageVolDelete', call, async (machine) => {
        const { volume, volumes } = await freeVolume(session, ref);
        if (volumes.delete === undefined) throw noSupport('storage pool does not support vol deletion');
        await volumes.delete(pool.definition, volume.definition, { zeroed: hasFlag(flags, 1), withSnapshots: hasFlag(flags, 2) }, machine);
        pool.volumes.delete(volume.definition.name);
        pool.took(-BigInt(volume.definition.allocation ?? 0));
      });
    },

    async storageVolResize(ref, size, flags, call) {
      const { pool } = session.volume(ref);
      await session.change(pool, 'virStorageVolResize', call, async (machine) => {
        const { volume, volumes } = await freeVolume(session, ref);
        const { definition } = volume;
        const shrink = hasFlag(flags, 4);
        const before = BigInt(definition.capacity ?? 0);
        const capacity = hasFlag(flags, 2) ? (shrink ? before - (size < before ? size : before) : before + size) : size;
        if (capacity < BigInt(definition.allocation ?? 0) && !shrink) {
          throw storageError('VIR_ERR_INVALID_ARG', "can't shrink capacity below existing allocation");
        }
        if (capacity < before && !shrink) {
          const why = "Can't shrink capacity below current capacity unless shrink flag explicitly specified";
          throw storageError('VIR_ERR_INVALID_ARG', why);
        }
        if (hasFlag(flags, 1) && capacity > before && capacity - before > pool.content.available) {
          throw storageError('VIR_ERR_OPERATION_FAILED', 'Not enough space left in storage pool');
        }
        if (volumes.resize === undefined) throw noSupport('storage pool does not support changing of volume capacity');
        await volumes.resize(pool.definition, definition, capacity, { allocate: hasFlag(flags, 1), shrink: capacity < before }, machine);
        await describeAgain(volumes, pool, volume, machine);
      });
    },

    async storageVolWipePattern(ref, algorithm, _flags, call) {
      if (algorithm > 9) throw storageError('VIR_ERR_INVALID_ARG', `wiping algorithm ${algorithm} not supported`);
      const { pool, volume, volumes } = await freeVolume(session, ref);
      const { wipe } = volumes;
      if (wipe === undefined) throw noSupport('storage pool does not support volume wiping');
      const machine = session.machine(call);
      await session.work({ pool, volume }, false, async () => {
        await wipe(pool.definition, volume.definition, algorithm, machine);
        await describeAgain(volumes, pool, volume, machine);
      });
    },

    async storageVolDownload(ref, offset, length, flags, call) {
      const { pool, volume, volumes } = await freeVolume(session, ref, { building: true });
      if (volumes.readable !== true) throw noSupport("storage pool doesn't support volume download");
      const machine = session.machine(call);
      const end = session.begin({ pool, volume }, false);
      try {
        return await downloadVolume(volume.definition, { offset, length, sparse: hasFlag(flags, 1) }, machine, end);
      } catch (error) {
        end();
        throw error;
      }
    },

    async storageVolUpload(ref, offset, length, flags, call) {
      const { pool, volume, volumes } = await freeVolume(session, ref);
      if (volumes.readable !== true) throw noSupport("storage pool doesn't support volume upload");
      const machine = session.machine(call);
      const end = session.begin({ pool, volume }, false);
      // The format of what came, and all sizes with it, may be others than before.
      const done = async (): Promise<void> => {
        end();
        if (!pool.active || pool.asyncJobs > 0) return;
        await session.change(pool, 'virStorageVolUpload', { identity: call.identity }, async (own) => {
          if (pool.active && pool.asyncJobs === 0) await refreshPool(session.engine, pool, own);
        });
      };
      try {
        return await uploadVolume(volume.definition, { offset, length, sparse: hasFlag(flags, 1) }, machine, done);
      } catch (error) {
        end();
        throw error;
      }
    },
  };
}

interface Making {
  readonly pool: Pool;
  readonly definition: StorageVol;
  readonly flags: number;
  readonly from?: FoundVolume;
}

/** Makes a volume: its place while the pool is locked, its content while others may use the pool. */
async function makeVolume(session: Session, { pool, definition, flags, from }: Making, machine: Machine): Promise<StorageVolumeRef> {
  const { volumes } = await backendOf(pool.definition);
  if (volumes?.create === undefined) throw noSupport('storage pool does not support volume creation');
  if (from !== undefined && volumes.copies !== true) throw noSupport('storage pool does not support volume creation from an existing volume');
  const { create } = volumes;
  const { call } = machine;
  const ends: (() => void)[] = [];
  const volume = await session.change(pool, 'virStorageVolCreateXML', call, async () => {
    requireActive(pool);
    if (pool.volumes.has(definition.name)) throw storageError('VIR_ERR_STORAGE_VOL_EXIST', `'${definition.name}'`);
    if (from !== undefined && from.volume.building) throw invalidState(`volume '${from.volume.definition.name}' is still being allocated.`);
    const made: Volume = { definition: await create(pool.definition, definition, machine), building: true, users: 0 };
    pool.volumes.set(definition.name, made);
    ends.push(session.begin({ pool, volume: made }, true));
    if (from !== undefined) ends.push(session.begin(from, false));
    return made;
  });
  const { name } = volume.definition;
  try {
    await session.engine.track(build(volumes, pool, volume, flags, from, machine));
  } catch (error) {
    if (pool.volumes.get(name) === volume) pool.volumes.delete(name);
    throw error;
  } finally {
    for (const end of ends) end();
  }
  return volumeRef(pool, volume);
}

async function build(volumes: VolumeBackend, pool: Pool, volume: Volume, flags: number, from: FoundVolume | undefined, machine: Machine): Promise<void> {
  const options = { preallocMetadata: hasFlag(flags, 1), reflink: hasFlag(flags, 2) };
  const source = from === undefined ? {} : { from: from.volume.definition };
  await volumes.build?.(pool.definition, volume.definition, { ...options, ...source }, machine);
  await describeAgain(volumes, pool, volume, machine);
  pool.took(BigInt(volume.definition.allocation ?? 0));
}

async function describeAgain({ describe }: VolumeBackend, pool: Pool, volume: Volume, machine: Machine): Promise<void> {
  if (describe !== undefined) volume.definition = await describe(pool.definition, volume.definition, machine);
}

/** A volume that nobody uses, and what can be done with it. */
async function freeVolume(
  session: Session,
  ref: StorageVolumeRef,
  only: { readonly building?: true } = {},
): Promise<FoundVolume & { readonly volumes: VolumeBackend }> {
  const { volumes = {} } = await backendOf(session.volume(ref).pool.definition);
  const found = session.volume(ref); // now: what was found before may have gone meanwhile
  if (only.building === true) requireFree({ ...found.volume, users: 0 });
  else requireFree(found.volume);
  return { ...found, volumes };
}

