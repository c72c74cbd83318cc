/** Who waits for which signal: one listener a signal, however many calls share it. */
export class AbortWatch {
  readonly #waiting = new Map<AbortSignal, { readonly calls: Set<() => void>; readonly listener: () => void }>();

  /** Calls back when the signal is aborted, until the function that this gives is called. */
  add(signal: AbortSignal | undefined, onAbort: () => void): () => void {
    if (signal === undefined) return nothing;
    let entry = this.#waiting.get(signal);
    if (entry === undefined) {
      const calls = new Set<() => void>();
      const listener = (): void => {
        this.#waiting.delete(signal);
        for (const call of calls) call();
      };
      entry = { calls, listener };
      this.#waiting.set(signal, entry);
      signal.addEventListener('abort', listener, { once: true });
    }
    const { calls, listener } = entry;
    calls.add(onAbort);
    return () => {
      calls.delete(onAbort);
      if (calls.size > 0 || this.#waiting.get(signal)?.calls !== calls) return;
      this.#waiting.delete(signal);
      signal.removeEventListener('abort', listener);
    };
  }
}

function nothing(): void {}
