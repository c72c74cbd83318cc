import type { DriverContext, HypervisorDriver } from '@virtweave/core-api';
import { CloseActions, domainEventHub, type EventHub } from '@virtweave/core-api/driver-kit';
import type { DomainEvent } from '@virtweave/core-api';
import type { Member } from './member-flags.ts';
import { connectMembers } from './members/connect.ts';
import { definitionMembers } from './members/definition.ts';
import { descriptionMembers } from './members/description.ts';
import { lifecycleMembers } from './members/lifecycle.ts';
import { listMembers } from './members/list.ts';
import { memoryMembers } from './members/memory.ts';
import { metadataMembers } from './members/metadata.ts';
import { nodeMembers } from './members/node.ts';
import { saveMembers } from './members/save.ts';
import { snapshotMembers } from './members/snapshot.ts';
import { vcpuMembers } from './members/vcpu.ts';
import { openNode } from './node/open.ts';
import type { TestNode } from './node/test-node.ts';

/** One open connection. */
export interface Session {
  readonly uri: string;
  readonly context: DriverContext;
  readonly node: TestNode;
  readonly events: EventHub<DomainEvent>;
  /** What happens to guests that were started with AUTODESTROY. */
  readonly closeActions: CloseActions;
  close(): Promise<void>;
}

/** Opens a connection to the node that a URI names. */
export async function openSession(
  uri: string,
  context: DriverContext,
): Promise<{ session: Session; members: Pick<HypervisorDriver, Member> }> {
  const { node, release } = await openNode(uri, context);
  const events = domainEventHub();
  const closeActions = new CloseActions();
  node.hubs.add(events);
  const session: Session = {
    uri,
    context,
    node,
    events,
    closeActions,
    async close() {
      events.clear();
      node.hubs.delete(events);
      try {
        await closeActions.run();
      } finally {
        release();
      }
    },
  };
  const members: Pick<HypervisorDriver, Member> = {
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
  return { session, members };
}
