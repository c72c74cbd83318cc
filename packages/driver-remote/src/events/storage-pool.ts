import type { StoragePoolEvent } from '@virtweave/core-api';
import { storagePoolEventLifecycle, storagePoolEventRefresh } from '@virtweave/core-rpc/protocol/events';
import { unknownEvent } from './unknown-event.ts';
import { source, type EventSource } from './source.ts';

const lifecycle = source(
  storagePoolEventLifecycle,
  ({ pool, event, detail }): StoragePoolEvent => ({ kind: 'lifecycle', pool, event, detail }),
);
const refresh = source(storagePoolEventRefresh, ({ pool }): StoragePoolEvent => ({ kind: 'refresh', pool }));

export function storagePoolEvents(eventID: number): EventSource {
  return [lifecycle, refresh][eventID] ?? unknownEvent(eventID, 'storage pool');
}
