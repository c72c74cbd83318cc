import type { ConnectionEvent, ConnectionEventKind, GapEvent } from '@virtweave/core-api';
import { CommandError, Failed } from '../../errors.ts';
import { malformed, type AnyArgs } from '../../grammar/args.ts';
import { flag, number, text, type FlagOption, type NumberOption, type TextOption } from '../../grammar/option.ts';
import type { Shell } from '../../shell.ts';

/** Options of all commands that wait for events, except what the events are of. */
export const waitOptions: {
  readonly event: TextOption;
  readonly loop: FlagOption;
  readonly timeout: NumberOption;
  readonly list: FlagOption;
  readonly timestamp: FlagOption;
} = {
  event: text('which event type to wait for', { positional: 'quietly' }),
  loop: flag('loop until timeout or interrupt, rather than one-shot'),
  timeout: number('timeout seconds', { positional: 'quietly' }),
  list: flag('list valid event types'),
  timestamp: flag('show timestamp for each printed event'),
};

/** What to wait for: `shown` gives the line of an event, or nothing if it is of another object. */
export interface Wanted<K extends ConnectionEventKind> {
  readonly kinds: readonly K[];
  shown(event: ConnectionEvent<K>): string | undefined;
}

/**
 * Shows events until one came, or with `--loop` until the time is over or the user has enough.
 *
 * @throws Failed if none came
 */
export async function waitForEvents<K extends ConnectionEventKind>(shell: Shell, args: AnyArgs, wanted: Wanted<K>): Promise<void> {
  const timeout = timeoutOf(args);
  const connection = await shell.connection();
  await receive(shell, args, timeout, async (take, signal) => {
    const events = connection.events({ signal, kinds: wanted.kinds });
    for await (const each of events as AsyncIterable<ConnectionEvent<K> | GapEvent>) {
      if (each.kind === 'gap') continue;
      const line = wanted.shown(each as ConnectionEvent<K>);
      if (line !== undefined) take(line);
    }
  });
}

/**
 * Shows what comes, until one has come, or with `--loop` until the time is over or the user has enough.
 *
 * @param timeout milliseconds
 * @param listen gives lines to `take` until the signal aborts
 * @throws Failed if none came
 */
export async function receive(
  shell: Shell,
  args: AnyArgs,
  timeout: number | undefined,
  listen: (take: (line: string) => void, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const waiting = new AbortController();
  // Without an end, too, something has to keep the program waiting.
  const timer = setTimeout(() => waiting.abort('timed out'), timeout ?? 2 ** 31 - 1);
  let received = 0;
  const take = (line: string): void => {
    if (waiting.signal.aborted) return;
    const now = args.flag('timestamp') ? `${new Date().toISOString().replace('T', ' ').replace('Z', '+0000')}: ` : '';
    shell.line(`${now}${line}`);
    received += 1;
    if (!args.flag('loop')) waiting.abort('done');
  };
  await shell.interruptible(async (interrupted) => {
    const interrupt = (): void => waiting.abort('interrupted');
    interrupted.addEventListener('abort', interrupt, { once: true });
    try {
      await listen(take, waiting.signal);
    } catch (error) {
      if (!waiting.signal.aborted) throw error;
    } finally {
      clearTimeout(timer);
      interrupted.removeEventListener('abort', interrupt);
    }
  });
  const why: unknown = waiting.signal.reason;
  if (why !== 'done') shell.extra(`event loop ${String(why)}\n`);
  shell.line(`events received: ${received}`);
  if (received === 0) throw new Failed();
}

/**
 * The event that a command for objects other than domains waits for. With `--list` it shows what there is, and gives none.
 *
 * @throws CommandError if none is named, or one that is not there
 */
export function eventIn(shell: Shell, args: AnyArgs, names: readonly string[]): string | undefined {
  if (args.flag('list')) {
    for (const name of names) shell.line(name);
    return undefined;
  }
  const name = args.text('event');
  if (name === undefined) throw new CommandError('either --list or --event <type> is required');
  if (!names.includes(name)) throw new CommandError(`unknown event type ${name}`);
  return name;
}

/** Seconds, at most as many as fit into 32 bits as milliseconds. @returns milliseconds */
export function timeoutOf(args: AnyArgs): number | undefined {
  const written = args.text('timeout');
  if (written === undefined) return undefined;
  if (!/^\d+$/.test(written) || Number(written) < 1 || Number(written) > Math.floor((2 ** 31 - 1) / 1000)) {
    throw malformed('timeout', written);
  }
  return Number(written) * 1000;
}

/** `started`: `Started` */
export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
