import type { DomainEventKind, DomainEventPayloads } from '../contract/events.ts';
import type { Domain } from '../domain/domain.ts';
import type { LifecycleEventDetail, LifecycleEventName } from '../domain/names.generated.ts';
import type { Network } from '../network/network.ts';
import type { NodeDevice } from '../node-device/node-device.ts';
import type { Secret } from '../secret/secret.ts';
import type { StoragePool } from '../storage/storage-pool.ts';
import type { CallOptions } from './session.ts';

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

/** A network was defined, started, ... */
export interface NetworkLifecycleEvent {
  readonly kind: 'network-lifecycle';
  readonly network: Network;
  readonly event: 'defined' | 'undefined' | 'started' | 'stopped';
}

/** Title, description or an element (of the namespace `nsuri`) of a network changed. */
export interface NetworkMetadataEvent {
  readonly kind: 'network-metadata-change';
  readonly network: Network;
  readonly type: 'description' | 'title' | 'element';
  readonly nsuri: string | undefined;
}

/** A storage pool was defined, started, ...; `created` and `deleted`: its target was. */
export interface StoragePoolLifecycleEvent {
  readonly kind: 'pool-lifecycle';
  readonly pool: StoragePool;
  readonly event: 'defined' | 'undefined' | 'started' | 'stopped' | 'created' | 'deleted';
}

/** A storage pool looked again which volumes it has. */
export interface StoragePoolRefreshEvent {
  readonly kind: 'pool-refresh';
  readonly pool: StoragePool;
}

/** A device of the host appeared or disappeared, or got or lost its definition. */
export interface NodeDeviceLifecycleEvent {
  readonly kind: 'node-device-lifecycle';
  readonly device: NodeDevice;
  readonly event: 'created' | 'deleted' | 'defined' | 'undefined';
}

/** A device of the host is not what it was. */
export interface NodeDeviceUpdateEvent {
  readonly kind: 'node-device-update';
  readonly device: NodeDevice;
}

/** A secret was defined or undefined. */
export interface SecretLifecycleEvent {
  readonly kind: 'secret-lifecycle';
  readonly secret: Secret;
  readonly event: 'defined' | 'undefined';
}

/** A secret got another value. */
export interface SecretValueEvent {
  readonly kind: 'secret-value-changed';
  readonly secret: Secret;
}

/** Events of networks, pools, devices of the host and secrets. */
export type FamilyEvent =
  | NetworkLifecycleEvent
  | NetworkMetadataEvent
  | StoragePoolLifecycleEvent
  | StoragePoolRefreshEvent
  | NodeDeviceLifecycleEvent
  | NodeDeviceUpdateEvent
  | SecretLifecycleEvent
  | SecretValueEvent;

export type FamilyEventKind = FamilyEvent['kind'];

/** What {@link Connection.events} can be asked for. */
export type ConnectionEventKind = DomainEventKind | FamilyEventKind;

/** Events of these kinds; default: those of domains. */
export type ConnectionEvent<K extends ConnectionEventKind = DomainEventKind> = Extract<
  LifecycleEvent | OtherDomainEvent | FamilyEvent,
  { readonly kind: K }
>;

export interface EventOptions<K extends ConnectionEventKind = DomainEventKind> extends CallOptions {
  /** Only these. Default: all of domains, or all of the object whose `events()` is called. */
  readonly kinds?: readonly K[];
}

/** What QEMU told, unchanged. */
export interface QemuEvent {
  readonly domain: Domain;
  /** QMP's name, such as `SHUTDOWN`. */
  readonly event: string;
  readonly time: Date;
  /** QMP's `data`, as JSON. */
  readonly details: string | undefined;
}

export interface QemuEventOptions extends CallOptions {
  /** Of this domain alone. */
  readonly domain?: Domain;
  /** Only events of this name; a string, or with `regex` a pattern of glib. */
  readonly event?: string;
  readonly regex?: boolean;
  readonly ignoreCase?: boolean;
}
