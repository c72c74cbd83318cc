import type { DomainEvent, DomainEventKind } from '@virtweave/core-api';
import { domainEventKinds } from '@virtweave/core-api/driver';
import { paramsFromWire } from '@virtweave/core-rpc';
import * as wire from '@virtweave/core-rpc/protocol/events';
import { VirtError } from '@virtweave/core-util/errors';
import { source, type EventSource } from './source.ts';

/** The event without its kind, of one kind. */
type Body<K extends DomainEventKind> = Omit<Extract<DomainEvent, { kind: K }>, 'kind'>;

/** An event of one kind, its body made from a message. */
function of<K extends DomainEventKind, M extends { readonly callbackID: number }>(
  kind: K,
  message: Parameters<typeof source<M>>[0],
  body: (message: M) => Body<K>,
): EventSource {
  return source<M>(message, (got) => ({ kind, ...body(got) }));
}

const sources: { readonly [K in DomainEventKind]: EventSource } = {
  lifecycle: of('lifecycle', wire.domainEventCallbackLifecycle, ({ msg }) => ({ domain: msg.dom, event: msg.event, detail: msg.detail })),
  reboot: of('reboot', wire.domainEventCallbackReboot, ({ msg }) => ({ domain: msg.dom })),
  'rtc-change': of('rtc-change', wire.domainEventCallbackRtcChange, ({ msg }) => ({ domain: msg.dom, utcOffset: msg.offset })),
  watchdog: of('watchdog', wire.domainEventCallbackWatchdog, ({ msg }) => ({ domain: msg.dom, action: msg.action })),
  'io-error': of('io-error', wire.domainEventCallbackIoError, ({ msg: { dom: domain, ...rest } }) => ({ domain, ...rest })),
  graphics: of('graphics', wire.domainEventCallbackGraphics, ({ msg: { dom: domain, ...rest } }) => ({ domain, ...rest })),
  'io-error-reason': of('io-error-reason', wire.domainEventCallbackIoErrorReason, ({ msg: { dom: domain, ...rest } }) => ({
    domain,
    ...rest,
  })),
  'control-error': of('control-error', wire.domainEventCallbackControlError, ({ msg }) => ({ domain: msg.dom })),
  'block-job': of('block-job', wire.domainEventCallbackBlockJob, ({ msg }) => ({
    domain: msg.dom,
    disk: msg.path,
    type: msg.type,
    status: msg.status,
  })),
  'disk-change': of('disk-change', wire.domainEventCallbackDiskChange, ({ msg: { dom: domain, ...rest } }) => ({ domain, ...rest })),
  'tray-change': of('tray-change', wire.domainEventCallbackTrayChange, ({ msg: { dom: domain, ...rest } }) => ({ domain, ...rest })),
  'pm-wakeup': of('pm-wakeup', wire.domainEventCallbackPmwakeup, ({ msg, reason }) => ({ domain: msg.dom, reason })),
  'pm-suspend': of('pm-suspend', wire.domainEventCallbackPmsuspend, ({ msg, reason }) => ({ domain: msg.dom, reason })),
  'balloon-change': of('balloon-change', wire.domainEventCallbackBalloonChange, ({ msg }) => ({ domain: msg.dom, actual: msg.actual })),
  'pm-suspend-disk': of('pm-suspend-disk', wire.domainEventCallbackPmsuspendDisk, ({ msg, reason }) => ({ domain: msg.dom, reason })),
  'device-removed': of('device-removed', wire.domainEventCallbackDeviceRemoved, ({ msg }) => ({ domain: msg.dom, devAlias: msg.devAlias })),
  'block-job-2': of('block-job-2', wire.domainEventBlockJob2, ({ dom, dst, type, status }) => ({ domain: dom, disk: dst, type, status })),
  tunable: of('tunable', wire.domainEventCallbackTunable, ({ dom, params }) => ({ domain: dom, params: paramsFromWire(params) })),
  'agent-lifecycle': of('agent-lifecycle', wire.domainEventCallbackAgentLifecycle, ({ dom, state, reason }) => ({
    domain: dom,
    state,
    reason,
  })),
  'device-added': of('device-added', wire.domainEventCallbackDeviceAdded, ({ dom, devAlias }) => ({ domain: dom, devAlias })),
  'migration-iteration': of('migration-iteration', wire.domainEventCallbackMigrationIteration, ({ dom, iteration }) => ({
    domain: dom,
    iteration,
  })),
  'job-completed': of('job-completed', wire.domainEventCallbackJobCompleted, ({ dom, params }) => ({
    domain: dom,
    params: paramsFromWire(params),
  })),
  'device-removal-failed': of('device-removal-failed', wire.domainEventCallbackDeviceRemovalFailed, ({ dom, devAlias }) => ({
    domain: dom,
    devAlias,
  })),
  'metadata-change': of('metadata-change', wire.domainEventCallbackMetadataChange, ({ dom, type, nsuri }) => ({
    domain: dom,
    type,
    nsuri,
  })),
  'block-threshold': of('block-threshold', wire.domainEventBlockThreshold, ({ dom, dev, path, threshold, excess }) => ({
    domain: dom,
    dev,
    path,
    threshold,
    excess,
  })),
  'memory-failure': of('memory-failure', wire.domainEventMemoryFailure, ({ dom, recipient, action, flags }) => ({
    domain: dom,
    recipient,
    action,
    flags,
  })),
  'memory-device-size-change': of('memory-device-size-change', wire.domainEventMemoryDeviceSizeChange, ({ dom, alias, size }) => ({
    domain: dom,
    alias,
    size,
  })),
  'nic-mac-change': of('nic-mac-change', wire.domainEventNicMacChange, ({ dom, alias, oldMAC, newMAC }) => ({
    domain: dom,
    alias,
    oldMAC,
    newMAC,
  })),
};

/** The source of a `virDomainEventID`. */
export function domainEvents(eventID: number): EventSource {
  const kind = domainEventKinds[eventID];
  if (kind === undefined) throw new VirtError('VIR_ERR_INVALID_ARG', `eventID ${eventID} is not a domain event`);
  return sources[kind];
}
