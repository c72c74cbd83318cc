import { VirtError } from './errors/virt-error.ts';

/** Kinds of jobs that exclude each other (`virDomainJob`). They differ in which of them an async job lets in between. */
export type NormalJobKind = 'query' | 'modify' | 'destroy' | 'suspend' | 'abort';
/** `async` is one that runs for long and lets others in between (`virDomainAsyncJob`). */
export type JobKind = NormalJobKind | 'async';

export interface JobOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds to wait for the turn; 0 fails at once when it would have to wait. Default: the lock's. */
  readonly timeout?: number;
  /** Of an async job: kinds that may run in between. Default `query`, `destroy` and `abort`, as in libvirt. */
  readonly permits?: readonly NormalJobKind[];
}

export interface NestedJobOptions extends Omit<JobOptions, 'permits'> {
  /** Default `modify`. */
  readonly kind?: NormalJobKind;
}

/** Who holds a lock. */
export interface JobInfo {
  readonly kind: JobKind;
  /** Name of the API function. */
  readonly operation: string;
  /** When its turn came: milliseconds since the epoch. */
  readonly since: number;
}

/** The running job, as its body sees it. */
export interface Job {
  readonly info: JobInfo;
  /** Aborted when the caller wants it to stop, or for an async job somebody called `abortAsyncJob`. */
  readonly signal: AbortSignal;
  /**
   * A step of an async job that must be alone with the domain (`virDomainObjBeginNestedJob`). It takes its turn with the
   * jobs that are let in between. Only in async jobs.
   *
   * The job's own signal is not heeded by itself, since undo steps need their turns after an abort: pass it where it is.
   */
  nested<T>(operation: string, body: (job: Job) => T | PromiseLike<T>, options?: NestedJobOptions): Promise<T>;
  /** Changes which kinds an async job lets in from now on. */
  permit(kinds: readonly NormalJobKind[]): void;
}

const DEFAULT_PERMITS: readonly NormalJobKind[] = ['query', 'destroy', 'abort'];

interface Hooks {
  readonly nested: Job['nested'];
  readonly permitsChanged: () => void;
}

export class JobHolder implements Job {
  readonly nested: Job['nested'];
  readonly #permitsChanged: () => void;
  #info: JobInfo;
  #permits: ReadonlySet<NormalJobKind>;
  #controller: AbortController | undefined;
  #aborted: { readonly reason: unknown } | undefined;

  constructor(kind: JobKind, operation: string, permits: readonly NormalJobKind[] | undefined, hooks: Hooks) {
    this.#info = { kind, operation, since: 0 };
    this.#permits = new Set(kind === 'async' ? (permits ?? DEFAULT_PERMITS) : []);
    this.#permitsChanged = hooks.permitsChanged;
    this.nested = async (name, body, options) => {
      if (kind === 'async') return hooks.nested(name, body, options);
      throw new VirtError('VIR_ERR_INTERNAL_ERROR', `${operation}: only an async job has nested jobs, not a ${kind} job`);
    };
  }

  get info(): JobInfo {
    return this.#info;
  }

  get permits(): ReadonlySet<NormalJobKind> {
    return this.#permits;
  }

  /** Made on first use: most jobs are short and never look. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#aborted !== undefined) this.#controller.abort(this.#aborted.reason);
    }
    return this.#controller.signal;
  }

  begin(): void {
    this.#info = { ...this.#info, since: Date.now() };
  }

  abort(reason: unknown): void {
    this.#aborted ??= { reason };
    this.#controller?.abort(reason);
  }

  permit(kinds: readonly NormalJobKind[]): void {
    if (this.#info.kind !== 'async') return;
    this.#permits = new Set(kinds);
    this.#permitsChanged();
  }
}
