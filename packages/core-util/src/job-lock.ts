import { VirtError } from './errors/virt-error.ts';
import type { ErrorDomain } from './errors/codes.generated.ts';
import { JobHolder, type Job, type JobInfo, type JobKind, type JobOptions, type NormalJobKind } from './job.ts';

export interface JobLockOptions {
  /** Milliseconds that a job waits for its turn. Default 30,000, libvirt's. */
  readonly timeout?: number;
  /** Most jobs that may wait; more are refused with `VIR_ERR_OPERATION_FAILED` (`max_queued` of qemu.conf). Default: any number. */
  readonly maxQueued?: number;
  /** Who raises the errors. Default `VIR_FROM_NONE`. */
  readonly errorDomain?: ErrorDomain;
}

interface Waiter {
  readonly holder: JobHolder;
  /** The async job that it is a part of. */
  readonly within: JobHolder | undefined;
  readonly grant: () => void;
}

const DEFAULT_TIMEOUT = 30_000;

/**
 * The job lock of a domain: who may look at it or change it now, first come first served (libvirt's `virDomainObjBeginJob`).
 *
 * One query, modify, destroy, suspend or abort job runs at a time. An async job (migration, save, backup) runs for long;
 * while it does, the kinds that it permits are let in between, one at a time, and its own steps take turns with them by
 * {@link Job.nested}. Other kinds, and other async jobs, wait until it has ended.
 *
 * @example
 * ```ts
 * const lock = new JobLock();
 * const memory = await lock.run('query', 'virDomainGetInfo', () => monitor.memory());
 * await lock.run('async', 'virDomainSave', async (job) => {
 *   await job.nested('virDomainSave', () => monitor.stop());
 *   await transferred(job.signal); // queries come through meanwhile
 * }, { signal });
 * ```
 */
export class JobLock {
  readonly #options: JobLockOptions;
  readonly #queue: Waiter[] = [];
  #normal: JobHolder | undefined;
  #async: JobHolder | undefined;

  constructor(options: JobLockOptions = {}) {
    this.#options = options;
  }

  /** The job that holds the lock now, not counting an async one. */
  get job(): JobInfo | undefined {
    return this.#normal?.info;
  }

  /** The async job under way. */
  get asyncJob(): JobInfo | undefined {
    return this.#async?.info;
  }

  /** How many wait for their turn. */
  get waiting(): number {
    return this.#queue.length;
  }

  /**
   * Runs `body` when its turn comes, and gives the lock back when it has settled: an operation that was aborted keeps it
   * until its undo is done.
   *
   * Abort while waiting leaves the queue and rejects with the signal's reason. Abort while running is only told to the
   * operation, by `job.signal`; what `body` answers is what counts.
   *
   * A body must not call `run` of its own lock: it would wait for itself.
   *
   * @param operation Name of the API function, for those that wait in vain.
   * @throws VirtError `VIR_ERR_OPERATION_TIMEOUT` naming the holder, `VIR_ERR_OPERATION_FAILED` when too many wait.
   */
  run<T>(kind: JobKind, operation: string, body: (job: Job) => T | PromiseLike<T>, options: JobOptions = {}): Promise<T> {
    return this.#run(kind, operation, body, options, undefined);
  }

  /**
   * Tells the async job under way to stop (`virDomainAbortJob`). It ends when it has undone what it did.
   *
   * @returns false when there is none.
   */
  abortAsyncJob(reason?: unknown): boolean {
    const holder = this.#async;
    if (holder === undefined) return false;
    holder.abort(reason ?? this.#error('VIR_ERR_OPERATION_ABORTED', `${holder.info.operation}: canceled by client`));
    return true;
  }

  async #run<T>(
    kind: JobKind,
    operation: string,
    body: (job: Job) => T | PromiseLike<T>,
    options: JobOptions,
    within: JobHolder | undefined,
  ): Promise<T> {
    const { signal } = options;
    signal?.throwIfAborted();
    const holder: JobHolder = new JobHolder(kind, operation, options.permits, {
      nested: (name, inner, nested = {}) => this.#run(nested.kind ?? 'modify', name, inner, nested, holder),
      permitsChanged: () => this.#dispatch(),
    });
    await this.#acquire(holder, within, options);
    const onAbort = (): void => holder.abort(signal?.reason);
    signal?.addEventListener('abort', onAbort);
    try {
      // Aborted between its turn and this line: it has not begun.
      signal?.throwIfAborted();
      return await body(holder);
    } finally {
      signal?.removeEventListener('abort', onAbort);
      this.#release(holder);
    }
  }

  async #acquire(holder: JobHolder, within: JobHolder | undefined, { signal, timeout }: JobOptions): Promise<void> {
    const { maxQueued = Infinity } = this.#options;
    const wait = timeout ?? this.#options.timeout ?? DEFAULT_TIMEOUT;
    await new Promise<void>((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      let granted = false;
      const settle = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      const waiter: Waiter = {
        holder,
        within,
        grant: () => {
          granted = true;
          settle();
          resolve();
        },
      };
      const leave = (error: unknown): void => {
        settle();
        this.#queue.splice(this.#queue.indexOf(waiter), 1);
        reject(error);
        // It may have been the one at the head that the others waited behind.
        this.#dispatch();
      };
      const onAbort = (): void => leave(signal?.reason);
      this.#queue.push(waiter);
      this.#dispatch();
      if (granted) return;
      if (this.#queue.length > maxQueued) {
        leave(this.#error('VIR_ERR_OPERATION_FAILED', 'cannot acquire state change lock due to max_queued limit'));
        return;
      }
      signal?.addEventListener('abort', onAbort, { once: true });
      const onTimeout = (): void =>
        leave(this.#error('VIR_ERR_OPERATION_TIMEOUT', `cannot acquire state change lock (held by monitor=${this.#blocker(waiter)})`));
      if (wait <= 0) onTimeout();
      else if (wait !== Infinity) timer = setTimeout(onTimeout, wait);
    });
  }

  #release(holder: JobHolder): void {
    if (this.#async === holder) this.#async = undefined;
    else this.#normal = undefined;
    this.#dispatch();
  }

  /** Grants all that can be granted now. */
  #dispatch(): void {
    while (this.#normal === undefined) {
      // Without an async job strictly in order; with one, those that it does not permit stand aside.
      const index = this.#async === undefined ? 0 : this.#queue.findIndex((waiter) => this.#permitted(waiter));
      const [waiter] = index < 0 ? [] : this.#queue.splice(index, 1);
      if (waiter === undefined) return;
      if (waiter.holder.info.kind === 'async') this.#async = waiter.holder;
      else this.#normal = waiter.holder;
      waiter.holder.begin();
      waiter.grant();
    }
  }

  /** Does the async job under way, if any, let it in? */
  #permitted({ holder, within }: Waiter): boolean {
    const running = this.#async;
    if (running === undefined || running === within) return true;
    return holder.info.kind !== 'async' && running.permits.has(holder.info.kind satisfies NormalJobKind);
  }

  #blocker(waiter: Waiter): string {
    const holder = this.#permitted(waiter) ? (this.#normal ?? this.#queue[0]?.holder) : this.#async;
    return holder?.info.operation ?? 'none';
  }

  #error(code: 'VIR_ERR_OPERATION_ABORTED' | 'VIR_ERR_OPERATION_FAILED' | 'VIR_ERR_OPERATION_TIMEOUT', detail: string): VirtError {
    return new VirtError(code, detail, { domain: this.#options.errorDomain ?? 'VIR_FROM_NONE' });
  }
}
