import { domainEventKinds, type DomainEvent, type DomainEventKind } from '@virtweave/core-api';
import type { EventMessage } from '@virtweave/core-rpc';
import * as wire from '@virtweave/core-rpc/protocol/events';
import { domainEventMessage, unsupportedEvent } from './domain.ts';
import type { WireEvent } from './registrations.ts';

/** The messages of the kinds that there were when callbacks had no ids. Each is what stands behind the id in the newer one. */
const messages: Partial<Record<DomainEventKind, { readonly name: string }>> = {
  lifecycle: wire.domainEventLifecycle,
  reboot: wire.domainEventReboot,
  'rtc-change': wire.domainEventRtcChange,
  watchdog: wire.domainEventWatchdog,
  'io-error': wire.domainEventIoError,
  graphics: wire.domainEventGraphics,
  'io-error-reason': wire.domainEventIoErrorReason,
  'control-error': wire.domainEventControlError,
  'block-job': wire.domainEventBlockJob,
  'disk-change': wire.domainEventDiskChange,
  'tray-change': wire.domainEventTrayChange,
  'pm-wakeup': wire.domainEventPmwakeup,
  'pm-suspend': wire.domainEventPmsuspend,
  'balloon-change': wire.domainEventBalloonChange,
  'pm-suspend-disk': wire.domainEventPmsuspendDisk,
  'device-removed': wire.domainEventDeviceRemoved,
};

/** The older message of a `virDomainEventID`. */
export function olderDomainEventMessage(eventID: number): WireEvent<DomainEvent> {
  const kind = domainEventKinds[eventID];
  const message = kind === undefined ? undefined : messages[kind];
  if (message === undefined) throw unsupportedEvent(eventID);
  const newer = domainEventMessage(eventID);
  return {
    message: message as EventMessage<unknown>,
    write: (callbackID, event) => (newer.write(callbackID, event) as { readonly msg: unknown }).msg,
  };
}
