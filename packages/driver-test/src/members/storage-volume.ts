import type { FamilyDrivers } from '@virtweave/core-api';
import { StorageVolType } from '@virtweave/core-api/constants';
import { formatStorageVol, parseStorageVol, type StorageVol } from '@virtweave/core-conf';
import { testError } from '../errors.ts';
import type { StorageVolumeMember } from '../member-flags.ts';
import type { Session } from '../session.ts';
import { findPool, findVolume, keyOf, requireActive, searchVolume, volumeRef } from '../storage/find.ts';
import { placeVolume } from '../storage/place-volume.ts';
import { poolsOf } from '../storage/pools.ts';

/** Storage volumes. */
export function storageVolumeMembers(session: Session): Pick<FamilyDrivers['storage'], StorageVolumeMember> {
  const pools = poolsOf(session.node);
  return {
    async storageVolLookupByName(ref, name) {
      const { pool, volume } = findVolume(pools, { pool: ref.name, name });
      return volumeRef(pool, volume);
    },

    async storageVolLookupByKey(key) {
      const { pool, volume } = searchVolume(pools, (one) => keyOf(one) === key, `key '${key}'`);
      return volumeRef(pool, volume);
    },

    async storageVolLookupByPath(path) {
      const { pool, volume } = searchVolume(pools, (one) => one.target.path === path, `path '${path}'`);
      return volumeRef(pool, volume);
    },

    async storageVolCreateXML(ref, xml) {
      const pool = requireActive(findPool(pools, ref));
      return volumeRef(pool, placeVolume(pool, parseStorageVol(xml, pool.definition)));
    },

    async storageVolCreateXMLFrom(ref, xml, source) {
      const pool = requireActive(findPool(pools, ref));
      const { volume: original } = findVolume(pools, source);
      const definition = parseStorageVol(xml, pool.definition, { capacity: 'optional' });
      if (definition.capacity === 0 && original.capacity !== undefined) definition.capacity = original.capacity;
      return volumeRef(pool, placeVolume(pool, definition));
    },

    async storageVolDelete(ref) {
      const { pool, volume } = findVolume(pools, ref);
      pool.remove(volume);
    },

    async storageVolGetInfoFlags(ref) {
      const { volume } = findVolume(pools, ref);
      return {
        type: volumeType(volume),
        capacity: BigInt(volume.capacity ?? 0),
        allocation: BigInt(volume.allocation ?? 0),
      };
    },

    storageVolGetXMLDesc: async (ref) => formatStorageVol(findVolume(pools, ref).volume),

    async storageVolGetPath(ref) {
      const { path } = findVolume(pools, ref).volume.target;
      if (path === undefined) throw testError('VIR_ERR_INTERNAL_ERROR', `volume '${ref.name}' has no path`);
      return path;
    },
  };
}

function volumeType({ type }: StorageVol): number {
  return type === 'block' ? StorageVolType.VIR_STORAGE_VOL_BLOCK : StorageVolType.VIR_STORAGE_VOL_FILE;
}
