import type { NodeDeviceLifecycleEvent, NodeDeviceUpdateEvent } from '../connection/event-types.ts';
import type { Session } from '../connection/session.ts';
import type { NodeDeviceEvent } from '../contract/events.ts';
import { NodeDevice } from './node-device.ts';

const names: readonly NodeDeviceLifecycleEvent['event'][] = ['created', 'deleted', 'defined', 'undefined'];

/** The contract's event as users get it: with a handle, and with names for numbers. */
export function publicDeviceEvent(
  session: Session,
  told: NodeDeviceEvent,
): NodeDeviceLifecycleEvent | NodeDeviceUpdateEvent {
  const device = new NodeDevice(session, told.device);
  if (told.kind === 'update') return { kind: 'node-device-update', device };
  return { kind: 'node-device-lifecycle', device, event: names[told.event] ?? 'created' };
}
