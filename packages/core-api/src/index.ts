export { VirtError, isVirtError, type ErrorCode, type ErrorDomain } from '@virtweave/core-util/errors';
export { connect, type ConnectOptions } from './connect.ts';
export { Connection, type DomainListOptions, type DomainStats } from './connection/connection.ts';
export type {
  DomainCapabilitiesOptions,
  HostConnection,
  HostCpuMap,
  NodeInformation,
} from './connection/host-connection.ts';
export { EventStream, type GapEvent } from './connection/event-queue.ts';
export type { ConnectionEvent, EventOptions, LifecycleEvent, OtherDomainEvent } from './connection/events.ts';
export type { CallOptions, FlagOptions } from './connection/session.ts';
export type { VirtStream } from './connection/stream.ts';
export * from './contract/index.ts';
export type { ImpactOptions, XmlOptions } from './domain/description.ts';
export type {
  ConsoleOptions,
  GuestInterface,
  KeycodeSet,
  ScreenshotImage,
  UpdateDeviceOptions,
} from './domain/devices.ts';
export type { Domain } from './domain/domain.ts';
export type {
  DestroyOptions,
  DomainInformation,
  DomainStateAndReason,
  ShutdownOptions,
  StartOptions,
  UndefineOptions,
} from './domain/lifecycle.ts';
export type {
  DomainState,
  DomainStateReason,
  LifecycleEventDetail,
  LifecycleEventName,
  MemoryStatName,
} from './domain/names.generated.ts';
export type {
  BlockSizes,
  DomainControl,
  InterfaceCounters,
  MemoryOptions,
  ParameterValue,
  Parameters,
} from './domain/resources.ts';
export type { CoreDumpFormat, CoreDumpOptions, SaveOptions } from './domain/save.ts';
export type { VcpuInformation, VcpuOptions } from './domain/vcpus.ts';
export type {
  DomainSnapshot,
  RevertOptions,
  SnapshotCreateOptions,
  SnapshotDeleteOptions,
  SnapshotListOptions,
} from './domain/snapshot.ts';
export type { AccessObject, AccessPolicy } from './guard/access.ts';
export type { DocumentOrObject } from './guard/definitions.ts';
export { flags } from './guard/flags.ts';
export { guard, type GuardOptions, type GuardedFamilies, type UserFamilies } from './guard/guard.ts';
export { isElevated, localIdentity, type Identity } from './identity.ts';
export { Registry, registry } from './registry/registry.ts';
