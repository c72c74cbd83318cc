import type { FamilyDrivers } from '@virtweave/core-api';
import { StorageVolType } from '@virtweave/core-api/constants';
import { hasFlag } from '@virtweave/core-api/driver-kit';
import { formatStorageVol, type StorageVol } from '@virtweave/core-conf/storage';
import { storageError } from '../errors.ts';
import { backendOf } from '../lifecycle/backend-of.ts';
import type { Machine } from '../machine.ts';
import { noVolume, requireActive, volumeRef, type FoundVolume, type Session } from './session.ts';

type Members =
  | 'storageVolLookupByName'
  | 'storageVolLookupByKey'
  | 'storageVolLookupByPath'
  | 'storageVolGetInfoFlags'
  | 'storageVolGetPath'
  | 'storageVolGetXMLDesc';

const numbers: Readonly<Record<StorageVol['type'], number>> = {
  file: StorageVolType.VIR_STORAGE_VOL_FILE,
  block: StorageVolType.VIR_STORAGE_VOL_BLOCK,
  dir: StorageVolType.VIR_STORAGE_VOL_DIR,
  network: StorageVolType.VIR_STORAGE_VOL_NETWORK,
  netdir: StorageVolType.VIR_STORAGE_VOL_NETDIR,
  ploop: StorageVolType.VIR_STORAGE_VOL_PLOOP,
};

/** Which volumes there are, and what they are. */
export function volumeLookupMembers(session: Session): Pick<FamilyDrivers['storage'], Members> {
  return {
    async storageVolLookupByName(ref, name) {
      const pool = requireActive(session.find(ref));
      const volume = pool.volumes.get(name);
      if (volume === undefined) throw noVolume(`name '${name}'`);
      return volumeRef(pool, volume);
    },

    async storageVolLookupByKey(key) {
      const found = session.searchVolume(({ definition }) => (definition.key ?? definition.target.path) === key);
      if (found === undefined) throw noVolume(`key ${key}`);
      return volumeRef(found.pool, found.volume);
    },

    async storageVolLookupByPath(path, call) {
      const clean = path.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
      const byPath = (wanted: string) => session.searchVolume(({ definition }) => definition.target.path === wanted);
      const found = byPath(clean) ?? (await findStable(session, clean, session.machine(call)));
      if (found === undefined) throw noVolume(`path '${path}'${clean === path ? '' : ` (${clean})`}`);
      return volumeRef(found.pool, found.volume);
    },

    async storageVolGetInfoFlags(ref, flags, call) {
      const { type, capacity = 0, allocation = 0, physical = 0 } = await describe(session, session.volume(ref), session.machine(call));
      return { type: numbers[type], capacity: BigInt(capacity), allocation: BigInt(hasFlag(flags, 1) ? physical : allocation) };
    },

    storageVolGetXMLDesc: async (ref, _flags, call) =>
      formatStorageVol(await describe(session, session.volume(ref), session.machine(call))),

    async storageVolGetPath(ref) {
      const { path } = session.volume(ref).volume.definition.target;
      if (path === undefined) throw storageError('VIR_ERR_INTERNAL_ERROR', `volume '${ref.name}' has no path`);
      return path;
    },
  };
}

/** The volume as it is now. One that is being made is told as it will be. */
async function describe(session: Session, { pool, volume }: FoundVolume, machine: Machine): Promise<StorageVol> {
  if (volume.building) return volume.definition;
  const { volumes } = await backendOf(pool.definition);
  const described = await session.engine.track(
    volumes?.describe?.(pool.definition, volume.definition, machine) ?? Promise.resolve(volume.definition),
  );
  if (!volume.building) volume.definition = described;
  return described;
}

/** Devices have several names: the volume whose real path is this one's. */
async function findStable(session: Session, path: string, { host, call }: Machine): Promise<FoundVolume | undefined> {
  if (!path.startsWith('/dev/') || (await host.stat(path, { signal: call.signal })) === undefined) return undefined;
  const real = await host.realPath(path, { signal: call.signal });
  for (const pool of session.engine.pools) {
    if (!pool.active) continue;
    for (const volume of pool.volumes.values()) {
      const own = volume.definition.target.path;
      if (own === undefined || !own.startsWith('/dev/') || (await host.stat(own)) === undefined) continue;
      if ((await host.realPath(own)) === real) return { pool, volume };
    }
  }
  return undefined;
}
