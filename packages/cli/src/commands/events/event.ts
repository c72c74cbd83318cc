import { domainEventKinds } from '@virtweave/core-api';
import { command, type AnyCommand } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { flag, number, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { eventKinds, shownEvent } from './shown-event.ts';
import { waitForEvents } from './wait.ts';

const event = command({
  name: 'event',
  summary: 'Domain Events',
  description: 'List event types, or wait for domain events to occur',
  options: {
    domain: text('filter by domain name, id or uuid', { positional: 'quietly', complete: 'domain' }),
    event: text('which event type to wait for', { positional: 'quietly', complete: 'domain-event' }),
    all: flag('wait for all events instead of just one type'),
    loop: flag('loop until timeout or interrupt, rather than one-shot'),
    timeout: number('timeout seconds', { positional: 'quietly' }),
    list: flag('list valid event types'),
    timestamp: flag('show timestamp for each printed event'),
  },
  async run(shell, args) {
    if (args.flag('list')) {
      for (const name of eventKinds.keys()) shell.line(name);
      return;
    }
    const name = args.text('event');
    if (name === undefined && !args.flag('all')) {
      throw new CommandError('one of --list, --all, or --event <type> is required');
    }
    const kind = name === undefined ? undefined : eventKinds.get(name);
    if (name !== undefined && kind === undefined) throw new CommandError(`unknown event type ${name}`);
    const domain = args.has('domain') ? await findDomain(shell, args) : undefined;
    await waitForEvents(shell, args, {
      kinds: kind === undefined ? domainEventKinds : [kind],
      shown: (each) => (domain !== undefined && each.domain.uuid !== domain.uuid ? undefined : shownEvent(each)),
    });
  },
});

export const commands: readonly AnyCommand[] = [event];
