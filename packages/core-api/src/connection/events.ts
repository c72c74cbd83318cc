import { VirtError } from '@virtweave/core-util/errors';
import {
  domainEventKinds,
  type DomainEvent,
  type DomainEventKind,
  type DomainEventPayloads,
} from '../contract/events.ts';
import type { DomainRef } from '../contract/references.ts';
import { Domain } from '../domain/domain.ts';
import {
  lifecycleDetails,
  lifecycleNames,
  type LifecycleEventDetail,
  type LifecycleEventName,
} from '../domain/names.generated.ts';
import { EventStream } from './event-queue.ts';
import type { CallOptions, Session } from './session.ts';

/** A domain was defined, started, stopped, ... in words: `{ event: 'stopped', detail: 'destroyed' }`. */
export interface LifecycleEvent {
  readonly kind: 'lifecycle';
  readonly domain: Domain;
  readonly event: LifecycleEventName;
  readonly detail: LifecycleEventDetail;
}

/** The other events carry what libvirt's callback carries; enums are libvirt's numbers (`@virtweave/core-api/constants`). */
export type OtherDomainEvent = {
  [K in Exclude<DomainEventKind, 'lifecycle'>]: { readonly kind: K; readonly domain: Domain } & DomainEventPayloads[K];
}[Exclude<DomainEventKind, 'lifecycle'>];

export type ConnectionEvent = LifecycleEvent | OtherDomainEvent;

export interface EventOptions extends CallOptions {
  /** Only these. Default: all. */
  readonly kinds?: readonly DomainEventKind[];
}

/** Subscribes at once, so that nothing between this call and the first `next()` is missed. */
export function openEvents(
  session: Session,
  domain: DomainRef | undefined,
  options: EventOptions = {},
): EventStream<ConnectionEvent> {
  const { signal, kinds = domainEventKinds } = options;
  const { hypervisor } = session.families;
  const ids: Promise<number>[] = [];
  const stop = (): void => {
    offClose();
    signal?.removeEventListener('abort', onAbort);
    for (const id of ids)
      id.then((callbackId) =>
        session.closed
          ? undefined
          : hypervisor.connectDomainEventDeregisterAny(callbackId, { identity: session.identity }),
      ).catch(() => {}); // not registered, or gone with the connection: there is nothing to take back
  };
  const stream = new EventStream<ConnectionEvent>(stop);
  const onAbort = (): void => stream.end({ error: signal?.reason });
  const offClose = session.onClose(() => stream.end());
  if (signal?.aborted === true) {
    onAbort();
    return stream;
  }
  signal?.addEventListener('abort', onAbort, { once: true });
  const deliver = (event: DomainEvent): void => stream.push(publicEvent(session, event));
  for (const kind of new Set(kinds)) {
    const eventID = domainEventKinds.indexOf(kind);
    if (eventID < 0) {
      stream.end({ error: new VirtError('VIR_ERR_INVALID_ARG', `there are no events of kind '${kind}'`) });
      break;
    }
    const id = session.run({ signal }, (call) =>
      hypervisor.connectDomainEventRegisterAny(domain, eventID, deliver, call),
    );
    id.catch((error: unknown) => stream.end({ error }));
    ids.push(id);
  }
  return stream;
}

function publicEvent(session: Session, event: DomainEvent): ConnectionEvent {
  const domain = new Domain(session, event.domain);
  if (event.kind !== 'lifecycle') return { ...event, domain };
  const name = lifecycleNames[event.event] ?? 'defined';
  const detail = lifecycleDetails[name][event.detail] ?? (lifecycleDetails[name][0] as LifecycleEventDetail);
  return { kind: 'lifecycle', domain, event: name, detail };
}
