import { tracingChannel, type TracingChannel } from 'node:diagnostics_channel';

/** Something that can be traced: a channel of Node's `diagnostics_channel`, with the events start, end, asyncStart, asyncEnd and error. */
export interface TracePoint {
  /** As subscribers name it: `virtweave:qmp.command` for `tracingChannel('virtweave:qmp.command')`. */
  readonly name: string;
  /** Is anybody listening? */
  readonly active: boolean;
  /**
   * Runs `work(a, b, c)`. When somebody listens, `describe(a, b, c)` makes the context that the events carry; when nobody
   * does, nothing is made at all. So `work` and `describe` are functions that exist already, not ones made at each call.
   */
  run<A, B, C, R>(
    work: (a: A, b: B, c: C) => Promise<R>,
    describe: (a: A, b: B, c: C) => Record<string, unknown>,
    a: A,
    b: B,
    c: C,
  ): Promise<R>;
  /** The same for work that is done when it returns. */
  runSync<A, B, C, R>(
    work: (a: A, b: B, c: C) => R,
    describe: (a: A, b: B, c: C) => Record<string, unknown>,
    a: A,
    b: B,
    c: C,
  ): R;
}

/**
 * A point that tools can trace, named `virtweave:NAME`.
 *
 * @example
 * ```ts
 * const commands = tracePoint('qmp.command');
 * const send = (monitor: Monitor, name: string) => monitor.send(name);
 * const describe = (_monitor: Monitor, name: string) => ({ name });
 * await commands.run(send, describe, monitor, 'query-status', undefined);
 * ```
 */
export function tracePoint(name: string): TracePoint {
  return new Point(`virtweave:${name}`);
}

class Point implements TracePoint {
  readonly name: string;
  readonly #channel: TracingChannel<unknown, Record<string, unknown>>;

  constructor(name: string) {
    this.name = name;
    this.#channel = tracingChannel<unknown, Record<string, unknown>>(name);
  }

  get active(): boolean {
    return this.#channel.hasSubscribers;
  }

  run<A, B, C, R>(
    work: (a: A, b: B, c: C) => Promise<R>,
    describe: (a: A, b: B, c: C) => Record<string, unknown>,
    a: A,
    b: B,
    c: C,
  ): Promise<R> {
    if (!this.#channel.hasSubscribers) return work(a, b, c);
    return this.#channel.tracePromise(() => work(a, b, c), describe(a, b, c));
  }

  runSync<A, B, C, R>(
    work: (a: A, b: B, c: C) => R,
    describe: (a: A, b: B, c: C) => Record<string, unknown>,
    a: A,
    b: B,
    c: C,
  ): R {
    if (!this.#channel.hasSubscribers) return work(a, b, c);
    return this.#channel.traceSync(() => work(a, b, c), describe(a, b, c));
  }
}
