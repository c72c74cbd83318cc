import type { Connection, LifecycleEventName } from '@virtweave/core-api';

/** Follows a connection's events while other things are done. */
export interface EventWatch {
  /** What came so far: `started booted`. */
  readonly seen: readonly string[];
  /** Resolves when such an event was seen, now or before. */
  lifecycle(name: LifecycleEventName, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export function watchEvents(connection: Connection, { say }: { readonly say: (line: string) => void }): EventWatch {
  const stream = connection.events();
  const seen: string[] = [];
  const waiting = new Set<() => void>();
  const wakeAll = (): void => {
    for (const wake of [...waiting]) wake();
  };
  let failure: { readonly error: unknown } | undefined;
  const read = async (): Promise<void> => {
    for await (const event of stream) {
      const text = event.kind === 'lifecycle' ? `${event.event} ${event.detail}` : event.kind;
      seen.push(text);
      say(`Event: ${text}`);
      wakeAll();
    }
  };
  const reading = read().catch((error: unknown) => {
    failure = { error };
    wakeAll();
  });
  return {
    seen,
    async lifecycle(name, signal) {
      while (!seen.some((text) => text.startsWith(`${name} `))) {
        if (failure !== undefined) throw failure.error;
        signal.throwIfAborted();
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            waiting.delete(wake);
            signal.removeEventListener('abort', wake);
            resolve();
          };
          waiting.add(wake);
          signal.addEventListener('abort', wake);
        });
      }
    },
    async close() {
      await stream.close();
      await reading;
    },
  };
}
