import type { SecretEvent } from '@virtweave/core-api';
import { secretEventLifecycle, secretEventValueChanged } from '@virtweave/core-rpc/protocol/events';
import { unknownEvent } from './unknown-event.ts';
import { source, type EventSource } from './source.ts';

const lifecycle = source(
  secretEventLifecycle,
  ({ secret, event, detail }): SecretEvent => ({ kind: 'lifecycle', secret, event, detail }),
);
const changed = source(
  secretEventValueChanged,
  ({ secret }): SecretEvent => ({ kind: 'value-changed', secret }),
);

export function secretEvents(eventID: number): EventSource {
  return [lifecycle, changed][eventID] ?? unknownEvent(eventID, 'secret');
}
