import type { StoragePoolLifecycleEvent, StoragePoolRefreshEvent } from '../connection/event-types.ts';
import type { Session } from '../connection/session.ts';
import type { StoragePoolEvent } from '../contract/events.ts';
import { StoragePool } from './storage-pool.ts';

const names: readonly StoragePoolLifecycleEvent['event'][] = [
  'defined',
  'undefined',
  'started',
  'stopped',
  'created',
  'deleted',
];

/** The contract's event as users get it: with a handle, and with names for numbers. */
export function publicPoolEvent(
  session: Session,
  told: StoragePoolEvent,
): StoragePoolLifecycleEvent | StoragePoolRefreshEvent {
  const pool = new StoragePool(session, told.pool);
  if (told.kind === 'refresh') return { kind: 'pool-refresh', pool };
  return { kind: 'pool-lifecycle', pool, event: names[told.event] ?? 'defined' };
}
