import type { NetworkLifecycleEvent, NetworkMetadataEvent } from '../connection/event-types.ts';
import type { Session } from '../connection/session.ts';
import type { NetworkEvent } from '../contract/events.ts';
import { Network } from './network.ts';

const names: readonly NetworkLifecycleEvent['event'][] = ['defined', 'undefined', 'started', 'stopped'];
const types: readonly NetworkMetadataEvent['type'][] = ['description', 'title', 'element'];

/** The contract's event as users get it: with a handle, and with names for numbers. */
export function publicNetworkEvent(session: Session, told: NetworkEvent): NetworkLifecycleEvent | NetworkMetadataEvent {
  const network = new Network(session, told.network);
  if (told.kind === 'lifecycle') return { kind: 'network-lifecycle', network, event: names[told.event] ?? 'defined' };
  return { kind: 'network-metadata-change', network, type: types[told.type] ?? 'element', nsuri: told.nsuri };
}
