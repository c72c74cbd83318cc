import type { HypervisorDriver } from '@virtweave/core-api';
import type { Member } from '../member-flags.ts';
import type { Session } from '../session.ts';
import { connectMembers } from './connect.ts';
import { definitionMembers } from './definition.ts';
import { descriptionMembers } from './description.ts';
import { lifecycleMembers } from './lifecycle.ts';
import { listMembers } from './list.ts';
import { memoryMembers } from './memory.ts';
import { metadataMembers } from './metadata.ts';
import { nodeMembers } from './node.ts';
import { saveMembers } from './save.ts';
import { snapshotMembers } from './snapshot.ts';
import { vcpuMembers } from './vcpu.ts';

/** The host and its domains. */
export function hypervisorMembers(session: Session): Pick<HypervisorDriver, Member> {
  return {
    ...connectMembers(session),
    ...nodeMembers(session),
    ...listMembers(session),
    ...definitionMembers(session),
    ...descriptionMembers(session),
    ...lifecycleMembers(session),
    ...memoryMembers(session),
    ...vcpuMembers(session),
    ...metadataMembers(session),
    ...saveMembers(session),
    ...snapshotMembers(session),
  };
}
