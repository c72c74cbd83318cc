import type { SecretLifecycleEvent, SecretValueEvent } from '../connection/event-types.ts';
import type { Session } from '../connection/session.ts';
import type { SecretEvent } from '../contract/events.ts';
import { Secret } from './secret.ts';

/** The contract's event as users get it: with a handle, and with names for numbers. */
export function publicSecretEvent(session: Session, told: SecretEvent): SecretLifecycleEvent | SecretValueEvent {
  const secret = new Secret(session, told.secret);
  if (told.kind === 'value-changed') return { kind: 'secret-value-changed', secret };
  return { kind: 'secret-lifecycle', secret, event: told.event === 1 ? 'undefined' : 'defined' };
}
