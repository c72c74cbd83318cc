import type { ConnectDriver } from './families/connect.ts';
import type { DomainAgentDriver } from './families/domain-agent.ts';
import type { DomainBlockDriver } from './families/domain-block.ts';
import type { DomainCheckpointDriver } from './families/domain-checkpoint.ts';
import type { DomainConsoleDriver } from './families/domain-console.ts';
import type { DomainDeviceDriver } from './families/domain-device.ts';
import type { DomainEventDriver } from './families/domain-event.ts';
import type { DomainJobDriver } from './families/domain-job.ts';
import type { DomainLifecycleDriver } from './families/domain-lifecycle.ts';
import type { DomainMemoryDriver } from './families/domain-memory.ts';
import type { DomainMigrationDriver } from './families/domain-migration.ts';
import type { DomainNativeDriver } from './families/domain-native.ts';
import type { DomainSaveDriver } from './families/domain-save.ts';
import type { DomainSnapshotDriver } from './families/domain-snapshot.ts';
import type { DomainTuningDriver } from './families/domain-tuning.ts';
import type { DomainVcpuDriver } from './families/domain-vcpu.ts';
import type { InterfaceDriver } from './families/interface.ts';
import type { NetworkPortDriver } from './families/network-port.ts';
import type { NetworkDriver } from './families/network.ts';
import type { NodeDeviceAssignmentDriver } from './families/node-device-assignment.ts';
import type { NodeDeviceDriver } from './families/node-device.ts';
import type { NodeDriver } from './families/node.ts';
import type { NWFilterDriver } from './families/nwfilter.ts';
import type { SecretDriver } from './families/secret.ts';
import type { StoragePoolDriver } from './families/storage-pool.ts';
import type { StorageVolumeDriver } from './families/storage-volume.ts';

/** libvirt's `virHypervisorDriver` and what all drivers have in common. */
export interface HypervisorDriver
  extends ConnectDriver,
    NodeDriver,
    NodeDeviceAssignmentDriver,
    DomainLifecycleDriver,
    DomainEventDriver,
    DomainMemoryDriver,
    DomainVcpuDriver,
    DomainTuningDriver,
    DomainDeviceDriver,
    DomainBlockDriver,
    DomainConsoleDriver,
    DomainSaveDriver,
    DomainSnapshotDriver,
    DomainCheckpointDriver,
    DomainJobDriver,
    DomainMigrationDriver,
    DomainAgentDriver,
    DomainNativeDriver {}

/** libvirt's driver tables, by family. A connection has some of them, each perhaps in part. */
export interface FamilyDrivers {
  hypervisor: HypervisorDriver;
  network: NetworkDriver & NetworkPortDriver;
  interface: InterfaceDriver;
  storage: StoragePoolDriver & StorageVolumeDriver;
  nwfilter: NWFilterDriver;
  nodeDevice: NodeDeviceDriver;
  secret: SecretDriver;
}
