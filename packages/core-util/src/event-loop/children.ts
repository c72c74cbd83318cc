import type { ChildProcess } from 'node:child_process';
import { VirtError } from '../errors/virt-error.ts';
import type { SpawnedProcess } from '../host/host.ts';
import { listen } from './emitters.ts';
import type { Source } from './source.ts';

/** How a program ended. */
export interface ExitStatus {
  /** Exit status; null when a signal ended it. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ChildHandlers {
  /** The program has ended. Its output may not be complete yet. */
  readonly exit: (status: ExitStatus) => void;
  /**
   * Its output is closed. That waits for whoever else holds the pipes, a grandchild for instance, so after
   * `outputLimit` milliseconds it is called with `complete` false.
   */
  readonly output?: (result: { readonly complete: boolean }) => void;
  /** It could not be started, or not be waited for. */
  readonly error: (error: Error) => void;
}

export interface ChildOptions {
  /** Milliseconds from the exit to giving up on the output. Default 1000. */
  readonly outputLimit?: number;
}

export function attachChild(source: Source, child: ChildProcess | SpawnedProcess, handlers: ChildHandlers, options: ChildOptions): void {
  if (!('on' in child)) {
    attachExited(source, child, handlers);
    return;
  }
  const { output } = handlers;
  const outputLimit = options.outputLimit ?? 1000;
  let limit: NodeJS.Timeout | undefined;
  source.onRemove(() => clearTimeout(limit));
  const finish = source.guardLast(output ?? (() => undefined));

  const exited = (status: number | null, signal: NodeJS.Signals | null): void => {
    if (output === undefined) return source.guardLast(handlers.exit)({ status, signal });
    try {
      handlers.exit({ status, signal });
    } finally {
      if (source.live) limit = setTimeout(finish, outputLimit, { complete: false });
    }
  };
  if (child.exitCode !== null || child.signalCode !== null) {
    // The event has passed. Its output may be open still, and then `close` is to come; nothing tells which, so the limit decides.
    setImmediate(source.guard(() => exited(child.exitCode, child.signalCode)));
  } else {
    listen(source, child, 'exit', exited as (...args: unknown[]) => void);
  }
  listen(source, child, 'close', () => {
    if (output !== undefined) finish({ complete: true });
  });
  listen(source, child, 'error', (error) => {
    // Without a pid it never ran: no exit will follow.
    if (child.pid === undefined) source.guardLast(handlers.error)(error as Error);
    else handlers.error(error as Error);
  });
}

function attachExited(source: Source, child: SpawnedProcess, handlers: ChildHandlers): void {
  if (child.exited === undefined) {
    throw new VirtError('VIR_ERR_OPERATION_UNSUPPORTED', `the host of process ${child.pid} cannot tell when it ends`);
  }
  const finish = source.guardLast(handlers.output);
  const exit = source.guard((status: ExitStatus) => {
    // Its output goes to a file: there is nothing to wait for.
    try {
      handlers.exit(status);
    } finally {
      finish({ complete: true });
    }
  });
  // Two arguments: an error that `exit` throws is not one of the wait.
  child.exited.then(exit, source.guardLast(handlers.error));
}
