import { command, type AnyCommand } from '../../command.ts';
import { eventIn, waitForEvents, waitOptions } from '../events/wait.ts';
import { text } from '../../grammar/option.ts';
import { findSecret } from '../../objects/secret.ts';
import { capital } from '../events/wait.ts';

const secretEvent = command({
  name: 'secret-event',
  summary: 'Secret Events',
  description: 'List event types, or wait for secret events to occur',
  options: {
    secret: text('filter by secret name or uuid', { positional: 'quietly', complete: 'secret' }),
    ...waitOptions,
  },
  async run(shell, args) {
    const name = eventIn(shell, args, ['lifecycle', 'value-changed']);
    if (name === undefined) return;
    const ref = args.has('secret') ? await findSecret(shell, args) : undefined;
    await waitForEvents(shell, args, {
      kinds: [name === 'lifecycle' ? 'secret-lifecycle' : 'secret-value-changed'],
      shown(event) {
        if (ref !== undefined && event.secret.uuid !== ref.uuid) return undefined;
        const detail = event.kind === 'secret-lifecycle' ? `: ${capital(event.event)}` : '';
        return `event '${name}' for secret ${event.secret.uuid}${detail}`;
      },
    });
  },
});

export const commands: readonly AnyCommand[] = [secretEvent];
