import { VirtError, isVirtError } from '@virtweave/core-util/errors';
import type { Call } from '../contract/call.ts';
import {
  domainEventKinds,
  type DomainEvent,
  type LostEvents,
  type QemuMonitorEvent,
} from '../contract/events.ts';
import type {
  ConnectionEvent,
  ConnectionEventKind,
  EventOptions,
  FamilyEventKind,
  QemuEvent,
  QemuEventOptions,
} from './event-types.ts';
import { EventStream } from './event-queue.ts';
import { domainHandles, networkHandles, nodeDeviceHandles, secretHandles, storageHandles } from './lazy-handles.ts';
import { flagsOf } from './numbers.ts';
import type { FlagOptions, Session } from './session.ts';

export type * from './event-types.ts';

type Raw = { readonly kind: string };
type Register = (object: never, eventID: number, callback: (event: never) => void, call: Call) => Promise<number>;

/** Where events of a kind come from. */
interface Source {
  readonly family: 'hypervisor' | 'network' | 'storage' | 'nodeDevice' | 'secret';
  readonly register: string;
  readonly deregister: string;
  /** Loads what makes of the driver's event the user's. */
  readonly load: () => Promise<(session: Session, event: never) => unknown>;
}

const source = (family: Source['family'], name: string, load: Source['load']): Source => ({
  family,
  register: `connect${name}EventRegisterAny`,
  deregister: `connect${name}EventDeregisterAny`,
  load,
});
const domains = source('hypervisor', 'Domain', async () => (await domainHandles()).publicEvent);
const networks = source('network', 'Network', async () => (await networkHandles()).publicNetworkEvent);
const pools = source('storage', 'StoragePool', async () => (await storageHandles()).publicPoolEvent);
const devices = source('nodeDevice', 'NodeDevice', async () => (await nodeDeviceHandles()).publicDeviceEvent);
const secrets = source('secret', 'Secret', async () => (await secretHandles()).publicSecretEvent);

/** The families' kinds, with libvirt's id of each. */
const familyKinds: Readonly<Record<FamilyEventKind, readonly [Source, number]>> = {
  'network-lifecycle': [networks, 0],
  'network-metadata-change': [networks, 1],
  'pool-lifecycle': [pools, 0],
  'pool-refresh': [pools, 1],
  'node-device-lifecycle': [devices, 0],
  'node-device-update': [devices, 1],
  'secret-lifecycle': [secrets, 0],
  'secret-value-changed': [secrets, 1],
};

function sourceOf(kind: string): readonly [Source, number] | undefined {
  if (Object.hasOwn(familyKinds, kind)) return familyKinds[kind as FamilyEventKind];
  const id = (domainEventKinds as readonly string[]).indexOf(kind);
  return id < 0 ? undefined : [domains, id];
}

/** Subscribes at once, so that nothing between this call and the first `next()` is missed. */
export function openEvents<K extends ConnectionEventKind>(
  session: Session,
  object: object | undefined,
  options: EventOptions<K> = {},
): EventStream<ConnectionEvent<K>> {
  const { signal, kinds = domainEventKinds } = options;
  const subscriptions: Subscription[] = [];
  const stream = endingWith<ConnectionEvent<K>>(session, signal, subscriptions);
  if (signal?.aborted === true) return stream;
  const deliverers = new Map<Source, (event: Raw) => void>();
  let lacking = 0;
  for (const kind of new Set<string>(kinds)) {
    const found = sourceOf(kind);
    if (found === undefined) {
      stream.end({ error: new VirtError('VIR_ERR_INVALID_ARG', `there are no events of kind '${kind}'`) });
      break;
    }
    const [from, eventID] = found;
    const deliver = deliverers.get(from) ?? publisher(session, stream, from);
    deliverers.set(from, deliver);
    const members = session.families[from.family] as unknown as Record<string, unknown>;
    const register = members[from.register] as Register;
    const id = session.run({ signal }, (call) => register(object as never, eventID, deliver as never, call));
    id.catch((error: unknown) => {
      // Who asks for all gets all that there are: a driver, or a daemon that is older, need not have each.
      if (options.kinds === undefined && isVirtError(error, 'VIR_ERR_NO_SUPPORT') && (lacking += 1) < kinds.length) return;
      stream.end({ error });
    });
    subscriptions.push({ id, deregister: members[from.deregister] as Deregister });
  }
  return stream;
}

/** What QEMU tells. */
export function openQemuMonitorEvents(
  session: Session,
  options: QemuEventOptions = {},
): EventStream<QemuEvent> {
  const { signal, domain, event } = options;
  const { hypervisor } = session.families;
  const subscriptions: Subscription[] = [];
  const stream = endingWith<QemuEvent>(session, signal, subscriptions);
  if (signal?.aborted === true) return stream;
  const handles = domainHandles();
  handles.catch((error: unknown) => stream.end({ error }));
  const id = session.run({ signal }, (call) => {
    const flags = flagsOf(options as FlagOptions, { regex: 1, ignoreCase: 2 });
    const deliver = (told: QemuMonitorEvent | LostEvents): void =>
      isLost(told) ? stream.push(told) : stream.push(
        handles.then(({ Domain }) => ({
          domain: new Domain(session, told.domain),
          event: told.event,
          time: new Date(Number(told.seconds) * 1000 + told.micros / 1000),
          details: told.details,
        })),
      );
    return hypervisor.connectDomainQemuMonitorEventRegister(domain?.ref, event, deliver, flags, call);
  });
  id.catch((error: unknown) => stream.end({ error }));
  const deregister: Deregister = (callbackId, call) => hypervisor.connectDomainQemuMonitorEventDeregister(callbackId, call);
  subscriptions.push({ id, deregister });
  return stream;
}

type Deregister = (callbackId: number, call: Call) => Promise<void>;

interface Subscription {
  readonly id: Promise<number>;
  readonly deregister: Deregister;
}

/** A stream that ends with the connection or its signal, and then takes its subscriptions back. */
function endingWith<E>(
  session: Session,
  signal: AbortSignal | undefined,
  subscriptions: readonly Subscription[],
): EventStream<E> {
  const stop = (): void => {
    offClose();
    signal?.removeEventListener('abort', onAbort);
    for (const { id, deregister } of subscriptions)
      id.then((callbackId) =>
        session.closed ? undefined : deregister(callbackId, { identity: session.identity }),
      ).catch(() => {}); // not registered, or gone with the connection: there is nothing to take back
  };
  const stream = new EventStream<E>(stop);
  const onAbort = (): void => stream.end({ error: signal?.reason });
  const offClose = session.onClose(() => stream.end());
  if (signal?.aborted === true) onAbort();
  else signal?.addEventListener('abort', onAbort, { once: true });
  return stream;
}

function isLost(event: object): event is LostEvents {
  return (event as Raw).kind === 'gap';
}

/** Hands events on as users get them. Those that come before the handles are loaded are promises of such. */
function publisher<E>(session: Session, stream: EventStream<E>, from: Source): (event: Raw) => void {
  type Publish = (session: Session, event: Raw | DomainEvent) => E;
  let publish: Publish | undefined;
  const loading = from.load().then((loaded) => (publish = loaded as Publish));
  loading.catch((error: unknown) => stream.end({ error }));
  return (event) => {
    if (isLost(event)) stream.push(event);
    else if (publish !== undefined) stream.push(publish(session, event));
    else stream.push(loading.then((loaded) => loaded(session, event)));
  };
}
