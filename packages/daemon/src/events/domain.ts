import { domainEventKinds, type DomainEvent, type DomainEventKind } from '@virtweave/core-api';
import { paramsToWire, type EventMessage } from '@virtweave/core-rpc';
import * as wire from '@virtweave/core-rpc/protocol/events';
import { VirtError } from '@virtweave/core-util/errors';
import { wireEvent, type WireEvent } from './registrations.ts';

type Of<K extends DomainEventKind> = Extract<DomainEvent, { kind: K }>;

/** Events whose message stands in another one, behind the id. */
function inner<E, M>(
  message: EventMessage<{ readonly callbackID: number; readonly msg: M }>,
  write: (event: E) => M,
): WireEvent<E> {
  return wireEvent(message, (callbackID, event: E) => ({ callbackID, msg: write(event) }));
}

/** Events whose message has the reason of the event beside the inner one. */
function withReason<E extends { readonly domain: DomainEvent['domain']; readonly reason: number }>(
  message: EventMessage<{ readonly callbackID: number; readonly reason: number; readonly msg: { readonly dom: E['domain'] } }>,
): WireEvent<E> {
  return wireEvent(message, (callbackID, { domain, reason }: E) => ({ callbackID, reason, msg: { dom: domain } }));
}

const messages: { readonly [K in DomainEventKind]: WireEvent<Of<K>> } = {
  lifecycle: inner(wire.domainEventCallbackLifecycle, ({ domain, event, detail }) => ({ dom: domain, event, detail })),
  reboot: inner(wire.domainEventCallbackReboot, ({ domain }) => ({ dom: domain })),
  'rtc-change': inner(wire.domainEventCallbackRtcChange, ({ domain, utcOffset }) => ({ dom: domain, offset: utcOffset })),
  watchdog: inner(wire.domainEventCallbackWatchdog, ({ domain, action }) => ({ dom: domain, action })),
  'io-error': inner(wire.domainEventCallbackIoError, ({ domain, ...rest }) => ({ dom: domain, ...rest })),
  graphics: inner(wire.domainEventCallbackGraphics, ({ domain, ...rest }) => ({ dom: domain, ...rest })),
  'io-error-reason': inner(wire.domainEventCallbackIoErrorReason, ({ domain, ...rest }) => ({ dom: domain, ...rest })),
  'control-error': inner(wire.domainEventCallbackControlError, ({ domain }) => ({ dom: domain })),
  'block-job': inner(wire.domainEventCallbackBlockJob, ({ domain, disk, type, status }) => ({ dom: domain, path: disk, type, status })),
  'disk-change': inner(wire.domainEventCallbackDiskChange, ({ domain, ...rest }) => ({ dom: domain, ...rest })),
  'tray-change': inner(wire.domainEventCallbackTrayChange, ({ domain, ...rest }) => ({ dom: domain, ...rest })),
  'pm-wakeup': withReason(wire.domainEventCallbackPmwakeup),
  'pm-suspend': withReason(wire.domainEventCallbackPmsuspend),
  'balloon-change': inner(wire.domainEventCallbackBalloonChange, ({ domain, actual }) => ({ dom: domain, actual })),
  'pm-suspend-disk': withReason(wire.domainEventCallbackPmsuspendDisk),
  'device-removed': inner(wire.domainEventCallbackDeviceRemoved, ({ domain, devAlias }) => ({ dom: domain, devAlias })),
  'block-job-2': wireEvent(wire.domainEventBlockJob2, (callbackID, { domain, disk, type, status }) => ({
    callbackID,
    dom: domain,
    dst: disk,
    type,
    status,
  })),
  tunable: wireEvent(wire.domainEventCallbackTunable, (callbackID, { domain, params }) => ({
    callbackID,
    dom: domain,
    params: paramsToWire(params),
  })),
  'agent-lifecycle': wireEvent(wire.domainEventCallbackAgentLifecycle, (callbackID, { domain, ...rest }) => ({
    callbackID,
    dom: domain,
    ...rest,
  })),
  'device-added': wireEvent(wire.domainEventCallbackDeviceAdded, (callbackID, { domain, devAlias }) => ({
    callbackID,
    dom: domain,
    devAlias,
  })),
  'migration-iteration': wireEvent(wire.domainEventCallbackMigrationIteration, (callbackID, { domain, iteration }) => ({
    callbackID,
    dom: domain,
    iteration,
  })),
  'job-completed': wireEvent(wire.domainEventCallbackJobCompleted, (callbackID, { domain, params }) => ({
    callbackID,
    dom: domain,
    params: paramsToWire(params),
  })),
  'device-removal-failed': wireEvent(wire.domainEventCallbackDeviceRemovalFailed, (callbackID, { domain, devAlias }) => ({
    callbackID,
    dom: domain,
    devAlias,
  })),
  'metadata-change': wireEvent(wire.domainEventCallbackMetadataChange, (callbackID, { domain, type, nsuri }) => ({
    callbackID,
    dom: domain,
    type,
    nsuri,
  })),
  'block-threshold': wireEvent(wire.domainEventBlockThreshold, (callbackID, { domain, ...rest }) => ({
    callbackID,
    dom: domain,
    ...rest,
  })),
  'memory-failure': wireEvent(wire.domainEventMemoryFailure, (callbackID, { domain, ...rest }) => ({
    callbackID,
    dom: domain,
    ...rest,
  })),
  'memory-device-size-change': wireEvent(wire.domainEventMemoryDeviceSizeChange, (callbackID, { domain, ...rest }) => ({
    callbackID,
    dom: domain,
    ...rest,
  })),
  'nic-mac-change': wireEvent(wire.domainEventNicMacChange, (callbackID, { domain, ...rest }) => ({
    callbackID,
    dom: domain,
    ...rest,
  })),
};

/** The messages of a `virDomainEventID`. */
export function domainEventMessage(eventID: number): WireEvent<DomainEvent> {
  const kind = domainEventKinds[eventID];
  if (kind === undefined) throw unsupportedEvent(eventID);
  return messages[kind] as WireEvent<DomainEvent>;
}

export function unsupportedEvent(eventID: number): VirtError {
  return new VirtError('VIR_ERR_INTERNAL_ERROR', `unsupported event ID ${eventID}`, { domain: 'VIR_FROM_RPC' });
}
