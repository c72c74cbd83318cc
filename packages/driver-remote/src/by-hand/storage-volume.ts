import type { StorageVolumeDriver } from '@virtweave/core-api';
import { storageVolGetInfo, storageVolGetInfoFlags } from '@virtweave/core-rpc/protocol/storage';
import { isUnsupported } from '../errors.ts';
import type { Remote } from '../remote.ts';

export function storageVolumeByHand(remote: Remote): Pick<StorageVolumeDriver, 'storageVolGetInfoFlags'> {
  return {
    // Not every driver that has the older form has the newer one.
    storageVolGetInfoFlags: (volume, flags, call) =>
      remote
        .call(storageVolGetInfoFlags, { vol: volume, flags }, call)
        .catch((error: unknown) =>
          flags === 0 && isUnsupported(error) ? remote.call(storageVolGetInfo, { vol: volume }, call) : Promise.reject(error),
        ),
  };
}
