import type { ConnectionEvent, GapEvent } from '@virtweave/core-api';
import { command, type AnyCommand } from '../../command.ts';
import { CommandError, Failed } from '../../errors.ts';
import { malformed, type AnyArgs } from '../../grammar/args.ts';
import { flag, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects.ts';
import { eventKinds, shownEvent } from './shown-event.ts';

const event = command({
  name: 'event',
  summary: 'Domain Events',
  description: 'List event types, or wait for domain events to occur',
  options: {
    domain: text('filter by domain name, id or uuid', { positional: 'quietly', complete: 'domain' }),
    event: text('which event type to wait for', { positional: 'quietly', complete: 'domain-event' }),
    all: flag('wait for all events instead of just one type'),
    loop: flag('loop until timeout or interrupt, rather than one-shot'),
    timeout: text('timeout seconds', { positional: 'quietly' }),
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
    const timeout = timeoutOf(args);
    const connection = await shell.connection();
    const domain = args.has('domain') ? await findDomain(shell, args) : undefined;
    const waiting = new AbortController();
    const timer = timeout === undefined ? undefined : setTimeout(() => waiting.abort('timeout'), timeout);
    const interrupt = (): void => waiting.abort('interrupt');
    shell.signal?.addEventListener('abort', interrupt, { once: true });
    let received = 0;
    try {
      const events = connection.events({ signal: waiting.signal, ...(kind !== undefined && { kinds: [kind] }) });
      for await (const each of events as AsyncIterable<ConnectionEvent | GapEvent>) {
        if (each.kind === 'gap') continue;
        if (domain !== undefined && each.domain.uuid !== domain.uuid) continue;
        const stamp = args.flag('timestamp') ? `${new Date().toISOString().replace('T', ' ').replace('Z', '+0000')}: ` : '';
        shell.line(stamp + shownEvent(each));
        received += 1;
        if (!args.flag('loop')) break;
      }
    } catch (error) {
      if (!waiting.signal.aborted) throw error;
      shell.extra(`event loop ${waiting.signal.reason === 'timeout' ? 'timed out' : 'interrupted'}\n`);
    } finally {
      clearTimeout(timer);
      shell.signal?.removeEventListener('abort', interrupt);
    }
    shell.line(`events received: ${received}`);
    if (received === 0) throw new Failed();
  },
});

/** Seconds, at most as many as fit into 32 bits as milliseconds. @returns milliseconds */
export function timeoutOf(args: AnyArgs): number | undefined {
  const written = args.text('timeout');
  if (written === undefined) return undefined;
  if (!/^\d+$/.test(written) || Number(written) < 1 || Number(written) > Math.floor((2 ** 31 - 1) / 1000)) {
    throw malformed('timeout', written);
  }
  return Number(written) * 1000;
}

export const commands: readonly AnyCommand[] = [event];
