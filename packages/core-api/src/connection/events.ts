import { VirtError } from '@virtweave/core-util/errors';
import {
  domainEventKinds,
  type DomainEvent,
  type DomainEventKind,
  type DomainEventPayloads,
} from '../contract/events.ts';
import type { DomainRef } from '../contract/references.ts';
import type { Domain } from '../domain/domain.ts';
import type { LifecycleEventDetail, LifecycleEventName } from '../domain/names.generated.ts';
import { domainHandles } from './domain-handles.ts';
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
  const deliver = publisher(session, stream);
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

/** Hands events on as users get them. Those that come before the handles are loaded are promises of such. */
function publisher(session: Session, stream: EventStream<ConnectionEvent>): (event: DomainEvent) => void {
  let handles: Awaited<ReturnType<typeof domainHandles>> | undefined;
  const loading = domainHandles().then((loaded) => (handles = loaded));
  loading.catch((error: unknown) => stream.end({ error }));
  return (event) => {
    if (handles !== undefined) stream.push(handles.publicEvent(session, event));
    else stream.push(loading.then(({ publicEvent }) => publicEvent(session, event)));
  };
}
