import type { NetworkEvent } from '@virtweave/core-api';
import { networkEventCallbackMetadataChange, networkEventLifecycle } from '@virtweave/core-rpc/protocol/events';
import { unknownEvent } from './unknown-event.ts';
import { source, type EventSource } from './source.ts';

const lifecycle = source(
  networkEventLifecycle,
  ({ net, event, detail }): NetworkEvent => ({ kind: 'lifecycle', network: net, event, detail }),
);
const metadata = source(
  networkEventCallbackMetadataChange,
  ({ net, type, nsuri }): NetworkEvent => ({ kind: 'metadata-change', network: net, type, nsuri }),
);

export function networkEvents(eventID: number): EventSource {
  return [lifecycle, metadata][eventID] ?? unknownEvent(eventID, 'network');
}
