import type { DomainEvent, DriverContext } from '@virtweave/core-api';
import { CloseActions, domainEventHub, type EventHub } from '@virtweave/core-api/driver-kit';
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
  /** Something to do when the connection closes, before guests are destroyed. */
  onClose(action: () => void): void;
  close(): Promise<void>;
}

/** Opens a connection to the node that a URI names. */
export async function openSession(uri: string, context: DriverContext): Promise<Session> {
  const { node, release } = await openNode(uri, context);
  const events = domainEventHub();
  const closeActions = new CloseActions();
  const closing: (() => void)[] = [];
  node.hubs.add(events);
  return {
    uri,
    context,
    node,
    events,
    closeActions,
    onClose: (action) => void closing.push(action),
    async close() {
      events.clear();
      node.hubs.delete(events);
      for (const action of closing) action();
      try {
        await closeActions.run();
      } finally {
        release();
      }
    },
  };
}
