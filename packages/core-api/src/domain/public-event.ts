import type { ConnectionEvent } from '../connection/events.ts';
import type { Session } from '../connection/session.ts';
import type { DomainEvent } from '../contract/events.ts';
import { Domain } from './domain.ts';
import { lifecycleDetails, lifecycleNames, type LifecycleEventDetail } from './names.generated.ts';

/** The contract's event as users get it: with a handle, and with names for numbers. */
export function publicEvent(session: Session, event: DomainEvent): ConnectionEvent {
  const domain = new Domain(session, event.domain);
  if (event.kind !== 'lifecycle') return { ...event, domain };
  const name = lifecycleNames[event.event] ?? 'defined';
  const detail = lifecycleDetails[name][event.detail] ?? (lifecycleDetails[name][0] as LifecycleEventDetail);
  return { kind: 'lifecycle', domain, event: name, detail };
}
