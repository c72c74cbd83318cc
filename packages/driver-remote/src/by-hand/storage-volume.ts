import type { StorageVolumeDriver } from '@virtweave/core-api';
import { storageVolGetInfoFlags } from '@virtweave/core-rpc/protocol/storage';
import type { Remote } from '../remote.ts';

export function storageVolumeByHand(remote: Remote): Pick<StorageVolumeDriver, 'storageVolGetInfoFlags'> {
  return {
    storageVolGetInfoFlags: (volume, flags, call) => remote.call(storageVolGetInfoFlags, { vol: volume, flags }, call),
  };
}
