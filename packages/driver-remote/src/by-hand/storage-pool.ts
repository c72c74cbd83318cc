import type { StoragePoolDriver } from '@virtweave/core-api';
import { connectStoragePoolEventDeregisterAny, connectStoragePoolEventRegisterAny } from '@virtweave/core-rpc/protocol/events';
import { storagePoolGetInfo } from '@virtweave/core-rpc/protocol/storage';
import { storagePoolEvents } from '../events/storage-pool.ts';
import type { Remote } from '../remote.ts';

type Members = 'connectStoragePoolEventRegisterAny' | 'connectStoragePoolEventDeregisterAny' | 'storagePoolGetInfo';

export function storagePoolByHand(remote: Remote): Pick<StoragePoolDriver, Members> {
  return {
    connectStoragePoolEventRegisterAny: (pool, eventID, callback, call) =>
      remote.subscriptions.add(
        {
          source: storagePoolEvents(eventID),
          of: pool?.uuid ?? '',
          deliver: callback as (event: unknown) => void,
          register: (client) => client.call(connectStoragePoolEventRegisterAny, { eventID, pool }),
          deregister: (client, callbackID) => client.call(connectStoragePoolEventDeregisterAny, { callbackID }),
        },
        call,
      ),
    connectStoragePoolEventDeregisterAny: (callbackID) => remote.subscriptions.remove(callbackID),
    storagePoolGetInfo: (pool, call) => remote.call(storagePoolGetInfo, { pool }, call),
  };
}
