// Events as drivers raise them. `kind` names the event, enums are libvirt's numbers; each carries what libvirt's
// callback of that event carries.
import type { DomainRef, NetworkRef, NodeDeviceRef, SecretRef, StoragePoolRef } from './references.ts';
import type { TypedParams } from './typed-params.ts';

/** `virConnectCloseReason`: error 0, end of file 1, keepalive 2, client 3. */
export type CloseCallback = (reason: number) => void;

/** `virDomainEventGraphicsAddress`: `family` is a `virDomainEventGraphicsAddressType`. */
export interface GraphicsAddress {
  readonly family: number;
  readonly node: string;
  readonly service: string;
}

/** `virDomainEventGraphicsSubjectIdentity` */
export interface GraphicsIdentity {
  readonly type: string;
  readonly name: string;
}

/** What each domain event carries beside the domain, by kind. */
export interface DomainEventPayloads {
  /** `event` is a `virDomainEventType`, `detail` the enum of that event. */
  lifecycle: { readonly event: number; readonly detail: number };
  reboot: object;
  /** Seconds */
  'rtc-change': { readonly utcOffset: bigint };
  watchdog: { readonly action: number };
  'io-error': { readonly srcPath: string; readonly devAlias: string; readonly action: number };
  graphics: {
    readonly phase: number;
    readonly local: GraphicsAddress;
    readonly remote: GraphicsAddress;
    readonly authScheme: string;
    readonly subject: readonly GraphicsIdentity[];
  };
  'io-error-reason': {
    readonly srcPath: string;
    readonly devAlias: string;
    readonly action: number;
    readonly reason: string;
  };
  'control-error': object;
  /** `disk` is the path. */
  'block-job': { readonly disk: string; readonly type: number; readonly status: number };
  'disk-change': {
    readonly oldSrcPath: string | undefined;
    readonly newSrcPath: string | undefined;
    readonly devAlias: string;
    readonly reason: number;
  };
  'tray-change': { readonly devAlias: string; readonly reason: number };
  'pm-wakeup': { readonly reason: number };
  'pm-suspend': { readonly reason: number };
  /** KiB */
  'balloon-change': { readonly actual: bigint };
  'pm-suspend-disk': { readonly reason: number };
  'device-removed': { readonly devAlias: string };
  /** `disk` is the target name. */
  'block-job-2': { readonly disk: string; readonly type: number; readonly status: number };
  tunable: { readonly params: TypedParams };
  'agent-lifecycle': { readonly state: number; readonly reason: number };
  'device-added': { readonly devAlias: string };
  'migration-iteration': { readonly iteration: number };
  'job-completed': { readonly params: TypedParams };
  'device-removal-failed': { readonly devAlias: string };
  'metadata-change': { readonly type: number; readonly nsuri: string | undefined };
  'block-threshold': {
    readonly dev: string;
    readonly path: string | undefined;
    readonly threshold: bigint;
    readonly excess: bigint;
  };
  'memory-failure': { readonly recipient: number; readonly action: number; readonly flags: number };
  'memory-device-size-change': { readonly alias: string; readonly size: bigint };
  'nic-mac-change': { readonly alias: string; readonly oldMAC: string; readonly newMAC: string };
}

export type DomainEventKind = keyof DomainEventPayloads;

/** One domain event. */
export type DomainEvent = {
  [K in DomainEventKind]: { readonly kind: K; readonly domain: DomainRef } & DomainEventPayloads[K];
}[DomainEventKind];

/** Kinds in the order of their `virDomainEventID`: the index is the id. */
export const domainEventKinds: readonly DomainEventKind[] = [
  'lifecycle',
  'reboot',
  'rtc-change',
  'watchdog',
  'io-error',
  'graphics',
  'io-error-reason',
  'control-error',
  'block-job',
  'disk-change',
  'tray-change',
  'pm-wakeup',
  'pm-suspend',
  'balloon-change',
  'pm-suspend-disk',
  'device-removed',
  'block-job-2',
  'tunable',
  'agent-lifecycle',
  'device-added',
  'migration-iteration',
  'job-completed',
  'device-removal-failed',
  'metadata-change',
  'block-threshold',
  'memory-failure',
  'memory-device-size-change',
  'nic-mac-change',
];

/**
 * What a driver hands to listeners of any kind in the place of events that it lost, as when a connection to a daemon was made
 * anew. 0: nobody knows how many.
 */
export interface LostEvents {
  readonly kind: 'gap';
  readonly lost: number;
}

export interface QemuMonitorEvent {
  readonly domain: DomainRef;
  readonly event: string;
  readonly seconds: bigint;
  readonly micros: number;
  readonly details: string | undefined;
}

/** Lifecycle (id 0), metadata change (id 1). */
export type NetworkEvent =
  | { readonly kind: 'lifecycle'; readonly network: NetworkRef; readonly event: number; readonly detail: number }
  | {
      readonly kind: 'metadata-change';
      readonly network: NetworkRef;
      readonly type: number;
      readonly nsuri: string | undefined;
    };

/** Lifecycle (id 0), refresh (id 1). */
export type StoragePoolEvent =
  | { readonly kind: 'lifecycle'; readonly pool: StoragePoolRef; readonly event: number; readonly detail: number }
  | { readonly kind: 'refresh'; readonly pool: StoragePoolRef };

/** Lifecycle (id 0), update (id 1). */
export type NodeDeviceEvent =
  | { readonly kind: 'lifecycle'; readonly device: NodeDeviceRef; readonly event: number; readonly detail: number }
  | { readonly kind: 'update'; readonly device: NodeDeviceRef };

/** Lifecycle (id 0), value changed (id 1). */
export type SecretEvent =
  | { readonly kind: 'lifecycle'; readonly secret: SecretRef; readonly event: number; readonly detail: number }
  | { readonly kind: 'value-changed'; readonly secret: SecretRef };
