import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { readonly type: 'major'; readonly execution: 'async' }) => Promise<void>;

/** Clients after whose end the memory is looked after, and how often at most, in milliseconds. */
const crowd = 100;
const every = 10_000;

/**
 * Gives memory back after a crowd of clients has gone. Node collects only what it is short of: what thousands of clients needed
 * for a minute would stay with a quiet daemon for days. A collection takes some ten milliseconds.
 *
 * For a process that is the daemon's own: it changes a flag of Node's.
 *
 * @param departed how many clients have gone since the beginning
 */
export function trimMemory(departed: () => number): void {
  let seen = departed();
  /** Collections that are still due: what the first one finds dead the others give back. */
  let due = 0;
  let collect: Collect | undefined;
  const look = (): void => {
    const now = departed();
    if (now - seen >= crowd) {
      seen = now;
      due = 3;
    }
    if (due === 0) return;
    due -= 1;
    if (collect === undefined) {
      setFlagsFromString('--expose-gc');
      collect = runInNewContext('gc') as Collect;
    }
    void collect({ type: 'major', execution: 'async' });
  };
  setInterval(look, every).unref();
}
