import type { SecretEvent } from '@virtweave/core-api';
import { secretEventLifecycle, secretEventValueChanged } from '@virtweave/core-rpc/protocol/events';
import { secretFromWire } from '../references.ts';
import { unknownEvent } from './unknown-event.ts';
import { source, type EventSource } from './source.ts';

const lifecycle = source(
  secretEventLifecycle,
  ({ secret, event, detail }): SecretEvent => ({ kind: 'lifecycle', secret: secretFromWire(secret), event, detail }),
);
const changed = source(
  secretEventValueChanged,
  ({ secret }): SecretEvent => ({ kind: 'value-changed', secret: secretFromWire(secret) }),
);

export function secretEvents(eventID: number): EventSource {
  return [lifecycle, changed][eventID] ?? unknownEvent(eventID, 'secret');
}
