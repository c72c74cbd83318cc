import { command, type AnyCommand } from '../../command.ts';
import { eventIn, waitForEvents, waitOptions } from '../events/wait.ts';
import { text } from '../../grammar/option.ts';
import { findPool } from '../../objects/pool.ts';
import { capital } from '../events/wait.ts';

const poolEvent = command({
  name: 'pool-event',
  summary: 'Storage Pool Events',
  description: 'List event types, or wait for storage pool events to occur',
  options: {
    pool: text('filter by storage pool name or uuid', { positional: 'quietly', complete: 'pool' }),
    ...waitOptions,
  },
  async run(shell, args) {
    const name = eventIn(shell, args, ['lifecycle', 'refresh']);
    if (name === undefined) return;
    const ref = args.has('pool') ? await findPool(shell, args) : undefined;
    await waitForEvents(shell, args, {
      kinds: [name === 'lifecycle' ? 'pool-lifecycle' : 'pool-refresh'],
      shown(event) {
        if (ref !== undefined && event.pool.uuid !== ref.uuid) return undefined;
        const detail = event.kind === 'pool-lifecycle' ? `: ${capital(event.event)}` : '';
        return `event '${name}' for storage pool ${event.pool.name}${detail}`;
      },
    });
  },
});

export const commands: readonly AnyCommand[] = [poolEvent];
