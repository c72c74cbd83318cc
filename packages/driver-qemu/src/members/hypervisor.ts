import type { HypervisorDriver } from '@virtweave/core-api';
import { domainEventMembers, type CloseActions } from '@virtweave/core-api/driver-kit';
import type { QemuEngine } from '../engine/engine.ts';
import { connectMembers } from './connect.ts';
import { consoleMembers } from './console.ts';
import { defineMembers } from './define.ts';
import { describeMembers } from './describe.ts';
import { interfaceMembers } from './interfaces.ts';
import { lifecycleMembers } from './lifecycle.ts';
import { lookupMembers } from './lookup.ts';
import { metadataMembers } from './metadata.ts';
import { resourceMembers } from './resources.ts';
import { statsMembers } from './stats.ts';

/**
 * Everything that this driver does with guests, one part of the contract from each file. `closeActions` are done when the
 * connection closes.
 */
export function hypervisor(engine: QemuEngine, closeActions: CloseActions): Partial<HypervisorDriver> {
  return {
    ...connectMembers(engine),
    ...lookupMembers(engine),
    ...defineMembers(engine),
    ...lifecycleMembers(engine, closeActions),
    ...describeMembers(engine),
    ...metadataMembers(engine),
    ...resourceMembers(engine),
    ...consoleMembers(engine),
    ...statsMembers(engine),
    ...interfaceMembers(engine),
    ...domainEventMembers(engine.events),
  };
}
