import type { HypervisorDriver } from '@virtweave/core-api';
import type { DomainMember } from '../member-flags.ts';
import type { Session } from '../session.ts';
import { agentMembers } from './agent.ts';
import { blockMembers } from './block.ts';
import { checkpointMembers } from './checkpoint.ts';
import { deviceMembers } from './device.ts';
import { guestMembers } from './guest.ts';
import { ioThreadMembers } from './iothread.ts';
import { networkInterfaceMembers } from './network-interface.ts';
import { tuningMembers } from './tuning.ts';
import { definitionMembers } from './definition.ts';
import { descriptionMembers } from './description.ts';
import { hostMembers } from './host.ts';
import { lifecycleMembers } from './lifecycle.ts';
import { memoryMembers } from './memory.ts';
import { metadataMembers } from './metadata.ts';
import { saveMembers } from './save.ts';
import { snapshotMembers } from './snapshot.ts';
import { vcpuMembers } from './vcpu.ts';

/** What works on documents of the host and its domains. */
export function documentMembers(session: Session): Pick<HypervisorDriver, DomainMember> {
  return {
    ...hostMembers(session),
    ...definitionMembers(session),
    ...descriptionMembers(session),
    ...lifecycleMembers(session),
    ...memoryMembers(session),
    ...vcpuMembers(session),
    ...metadataMembers(session),
    ...saveMembers(session),
    ...snapshotMembers(session),
    ...tuningMembers(session),
    ...networkInterfaceMembers(session),
    ...ioThreadMembers(session),
    ...guestMembers(session),
    ...deviceMembers(session),
    ...checkpointMembers(session),
    ...blockMembers(session),
    ...agentMembers(session),
  };
}
