import type { NodeDeviceEvent } from '@virtweave/core-api';
import { nodeDeviceEventLifecycle, nodeDeviceEventUpdate } from '@virtweave/core-rpc/protocol/events';
import { unknownEvent } from './unknown-event.ts';
import { source, type EventSource } from './source.ts';

const lifecycle = source(
  nodeDeviceEventLifecycle,
  ({ dev, event, detail }): NodeDeviceEvent => ({ kind: 'lifecycle', device: dev, event, detail }),
);
const update = source(nodeDeviceEventUpdate, ({ dev }): NodeDeviceEvent => ({ kind: 'update', device: dev }));

export function nodeDeviceEvents(eventID: number): EventSource {
  return [lifecycle, update][eventID] ?? unknownEvent(eventID, 'node device');
}
