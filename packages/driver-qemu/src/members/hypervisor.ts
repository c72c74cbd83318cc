import type { HypervisorDriver, Peers } from '@virtweave/core-api';
import { domainEventMembers, type CloseActions } from '@virtweave/core-api/driver-kit';
import type { QemuEngine } from '../engine/engine.ts';
import { agentMembers } from './agent.ts';
import { blockJobMembers } from './block-jobs.ts';
import { blockMembers } from './blocks.ts';
import { capabilityMembers } from './capabilities.ts';
import { connectMembers } from './connect.ts';
import { consoleMembers } from './console.ts';
import { cpuMembers } from './cpu-models.ts';
import { defineMembers } from './define.ts';
import { describeMembers } from './describe.ts';
import { deviceMembers } from './devices.ts';
import { dumpMembers } from './dump.ts';
import { interfaceMembers } from './interfaces.ts';
import { jobMembers } from './jobs.ts';
import { lifecycleActionMembers } from './lifecycle-action.ts';
import { lifecycleMembers } from './lifecycle.ts';
import { lookupMembers } from './lookup.ts';
import { metadataMembers } from './metadata.ts';
import { monitorCommandMembers } from './monitor-command.ts';
import { nativeMembers } from './native.ts';
import { nodeMembers } from './node.ts';
import { resourceMembers } from './resources.ts';
import { saveMembers } from './save.ts';
import { snapshotMembers } from './snapshots.ts';
import { statsMembers } from './stats.ts';
import { sysinfoMembers } from './sysinfo.ts';
import { vcpuMembers } from './vcpus.ts';

/**
 * Everything that this driver does with guests, one part of the contract from each file. `closeActions` are done when the
 * connection closes.
 */
export function hypervisor(engine: QemuEngine, closeActions: CloseActions, peers: Peers): Partial<HypervisorDriver> {
  return {
    ...connectMembers(engine),
    ...nodeMembers(engine),
    ...sysinfoMembers(engine),
    ...capabilityMembers(engine, peers),
    ...cpuMembers(engine, peers),
    ...lookupMembers(engine),
    ...defineMembers(engine),
    ...lifecycleMembers(engine, closeActions),
    ...describeMembers(engine),
    ...metadataMembers(engine),
    ...nativeMembers(engine),
    ...resourceMembers(engine),
    ...consoleMembers(engine),
    ...statsMembers(engine),
    ...agentMembers(engine),
    ...saveMembers(engine),
    ...snapshotMembers(engine),
    ...interfaceMembers(engine),
    ...blockMembers(engine),
    ...blockJobMembers(engine),
    ...deviceMembers(engine),
    ...vcpuMembers(engine),
    ...jobMembers(engine),
    ...lifecycleActionMembers(engine),
    ...dumpMembers(engine),
    ...monitorCommandMembers(engine),
    ...domainEventMembers(engine.events),
  };
}
