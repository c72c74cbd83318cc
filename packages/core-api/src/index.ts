export { VirtError, isVirtError, type ErrorCode, type ErrorDomain } from '@virtweave/core-util/errors';
export { connect, type ConnectOptions } from './connect.ts';
export { Connection, type DomainListOptions, type DomainStats } from './connection/connection.ts';
export type {
  BaselineCpuOptions,
  CloseReasonName,
  CompareCpuOptions,
  CpuComparison,
  DomainCapabilitiesOptions,
  HostConnection,
  HostCpuMap,
  HypervisorCpuOptions,
  NodeInformation,
} from './connection/host-connection.ts';
export { EventStream, type GapEvent } from './connection/event-queue.ts';
export type {
  ConnectionEvent,
  ConnectionEventKind,
  EventOptions,
  FamilyEvent,
  FamilyEventKind,
  LifecycleEvent,
  NetworkLifecycleEvent,
  NetworkMetadataEvent,
  NodeDeviceLifecycleEvent,
  NodeDeviceUpdateEvent,
  OtherDomainEvent,
  QemuEvent,
  QemuEventOptions,
  SecretLifecycleEvent,
  SecretValueEvent,
  StoragePoolLifecycleEvent,
  StoragePoolRefreshEvent,
} from './connection/event-types.ts';
export type { InterfaceListOptions } from './connection/interface-connection.ts';
export type { NetworkListOptions, ValidateOptions } from './connection/network-connection.ts';
export type { NodeDeviceCapabilityName, NodeDeviceListOptions } from './connection/node-device-connection.ts';
export type { SecretListOptions } from './connection/secret-connection.ts';
export type { StoragePoolListOptions, StoragePoolTypeName } from './connection/storage-connection.ts';
export type { Parameters, ParameterValue } from './connection/parameters.ts';
export type { CallOptions, FlagOptions } from './connection/session.ts';
export type { VirtStream } from './connection/stream.ts';
export * from './contract/index.ts';
export type { AgentTimeout, GuestInfoType } from './domain/agent.ts';
export type {
  BandwidthOptions,
  BlockCommitOptions,
  BlockCopyOptions,
  BlockJob,
  BlockJobTypeName,
  BlockRebaseOptions,
  DiskErrorInformation,
} from './domain/block.ts';
export type {
  CheckpointCreateOptions,
  CheckpointDeleteOptions,
  CheckpointListOptions,
  CheckpointXmlOptions,
  DomainCheckpoint,
} from './domain/checkpoint.ts';
export type { DomainJob, JobTypeName, LifecycleActionName, LifecycleCause } from './domain/job.ts';
export type { IOThread } from './domain/tuning.ts';
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
export { isElevated, localIdentity } from './driver.ts';
export type { Identity } from './identity.ts';
export { Registry, registry } from './registry/registry.ts';
export type { Interface } from './interface/interface.ts';
export type {
  Network,
  NetworkImpactOptions,
  NetworkLease,
  NetworkPortCreateOptions,
  NetworkUpdateCommandName,
  NetworkUpdateOptions,
  NetworkUpdateSectionName,
  NetworkXmlOptions,
} from './network/network.ts';
export type { NetworkPort } from './network/network-port.ts';
export type { NodeDevice, NodeDeviceUpdateOptions } from './node-device/node-device.ts';
export type { NWFilterBinding } from './nwfilter/nwfilter-binding.ts';
export type { NWFilter } from './nwfilter/nwfilter.ts';
export type { Secret } from './secret/secret.ts';
export type { SecretUsageTypeName } from './secret/usage.ts';
export type {
  StoragePool,
  StoragePoolBuildOptions,
  StoragePoolInformation,
  StoragePoolStartOptions,
  StoragePoolStateName,
  StorageVolCreateOptions,
} from './storage/storage-pool.ts';
export type {
  StorageVol,
  StorageVolDeleteOptions,
  StorageVolInformation,
  StorageVolResizeOptions,
  StorageVolTransferOptions,
  StorageVolTypeName,
  WipeAlgorithm,
} from './storage/storage-vol.ts';
