import { command, type AnyCommand } from '../../command.ts';
import { eventIn, waitForEvents, waitOptions } from '../events/wait.ts';
import { text } from '../../grammar/option.ts';
import { findNetwork } from '../../objects/network.ts';
import { capital } from '../events/wait.ts';

const netEvent = command({
  name: 'net-event',
  summary: 'Network Events',
  description: 'List event types, or wait for network events to occur',
  options: {
    network: text('filter by network name or uuid', { positional: 'quietly', complete: 'network' }),
    ...waitOptions,
  },
  async run(shell, args) {
    const name = eventIn(shell, args, ['lifecycle', 'metadata-change']);
    if (name === undefined) return;
    const ref = args.has('network') ? await findNetwork(shell, args) : undefined;
    await waitForEvents(shell, args, {
      kinds: [name === 'lifecycle' ? 'network-lifecycle' : 'network-metadata-change'],
      shown(event) {
        if (ref !== undefined && event.network.uuid !== ref.uuid) return undefined;
        if (event.kind === 'network-lifecycle') {
          return `event 'lifecycle' for network ${event.network.name}: ${capital(event.event)}`;
        }
        return `event 'metadata-change' for network ${event.network.name}: type ${event.type}, uri ${event.nsuri ?? ''}`;
      },
    });
  },
});

export const commands: readonly AnyCommand[] = [netEvent];
