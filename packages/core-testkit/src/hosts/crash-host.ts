import { Duplex } from 'node:stream';
import { temporaryName, type Host } from '@virtweave/core-util';
import { WrappedHost, type HostOperation } from './wrapped-host.ts';

/** When the process dies. */
export interface CrashPlan {
  /** At which operation, counted from 1. */
  readonly at: number;
  /**
   * Just before it, just after it, or `during` it: a file that was being written leaves an unfinished temporary file,
   * every other operation was not done.
   */
  readonly when: 'before' | 'during' | 'after';
  /** What the death takes with it: the process alone, or (with a power cut) all that was not made durable. Default `process`. */
  readonly kind?: 'process' | 'power';
}

export interface CrashOptions {
  /** When to die. Without a plan nothing happens; the operations are counted. */
  readonly plan?: CrashPlan;
  /** Operations that count: those that change something (default), or all. Reads never change what a death leaves. */
  readonly count?: 'changes' | 'all';
}

/** What every call of a {@link CrashHost} rejects with once its process is dead. Not a VirtError: nobody is there to handle it. */
export class CrashError extends Error {
  override readonly name: string = 'CrashError';
}

/** A host that can lose its power, such as `FixtureHost`. */
export interface PowerCuttable {
  powerCut(): void;
}

/**
 * A host whose process dies at a chosen operation. From then on every call rejects with {@link CrashError}, streams are
 * closed, exits and changes are no longer reported. What the process has left is on the inner host, for the next one to find.
 *
 * @example
 * ```ts
 * const machine = new FixtureHost();
 * const host = new CrashHost(machine, { plan: { at: 3, when: 'after', kind: 'power' } });
 * await define(host).catch(() => undefined); // dies at its third write
 * const found = await reopen(machine);
 * ```
 */
export class CrashHost extends WrappedHost {
  readonly #plan: CrashPlan | undefined;
  readonly #count: 'changes' | 'all';
  readonly #operations: HostOperation[] = [];
  readonly #streams = new Set<Duplex>();
  readonly #watches = new Set<{ close(): void }>();
  #dead = false;

  constructor(inner: Host, options: CrashOptions = {}) {
    super(inner);
    this.#plan = options.plan;
    this.#count = options.count ?? 'changes';
    if (options.plan?.kind === 'power' && !canLosePower(inner)) {
      throw new TypeError(`the host '${inner.label}' cannot lose its power`);
    }
  }

  /** The operations that were begun, in order: the k-th dies with `at: k`. */
  get operations(): readonly HostOperation[] {
    return this.#operations;
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** Dies now. */
  die(): void {
    if (this.#dead) return;
    this.#dead = true;
    for (const watch of this.#watches) watch.close();
    for (const stream of this.#streams) stream.destroy();
    if (this.#plan?.kind === 'power' && canLosePower(this.inner)) this.inner.powerCut();
  }

  protected override async around<T>(operation: HostOperation, call: () => Promise<T>): Promise<T> {
    this.#assertAlive();
    const plan = this.#planFor(operation);
    if (plan === 'before') this.die();
    if (plan === 'during') await this.#dieDuring(operation);
    this.#assertAlive();
    let result: T;
    try {
      result = await call();
    } catch (error) {
      if (plan === 'after') this.die();
      this.#assertAlive();
      throw error;
    }
    if (plan === 'after') this.die();
    if (this.#dead && result instanceof Duplex) result.destroy();
    this.#assertAlive();
    return this.#guarded(result);
  }

  #planFor(operation: HostOperation): CrashPlan['when'] | undefined {
    if (!operation.changes && this.#count === 'changes') return undefined;
    this.#operations.push(operation);
    return this.#plan?.at === this.#operations.length ? this.#plan.when : undefined;
  }

  async #dieDuring({ name, target }: HostOperation): Promise<void> {
    if (name === 'writeFile' || name === 'createFile') {
      const temporary = temporaryName(target);
      await this.inner.writeFile(temporary, 'half of the cont', { durable: false }).catch(() => {
        // It would not have been written either.
      });
    }
    this.die();
  }

  #guarded<T>(result: T): T {
    if (result instanceof Duplex) {
      this.#streams.add(result);
      result.once('close', () => this.#streams.delete(result));
    } else if (isSpawned(result)) {
      // The dead do not hear of their children's end.
      const exited = new Promise<unknown>((resolve) => {
        void result.exited.then((end) => {
          if (!this.#dead) resolve(end);
        });
      });
      return { ...result, exited };
    }
    return result;
  }

  protected override aroundWatch(folder: string, listener: (name: string | undefined) => void): { close(): void } {
    this.#assertAlive();
    const watch = super.aroundWatch(folder, (name) => {
      if (!this.#dead) listener(name);
    });
    this.#watches.add(watch);
    return watch;
  }

  #assertAlive(): void {
    if (this.#dead) throw new CrashError(`the process died${this.#plan === undefined ? '' : ` ${this.#plan.when} operation ${this.#plan.at}`}`);
  }
}

function canLosePower(host: object): host is PowerCuttable {
  return 'powerCut' in host && typeof host.powerCut === 'function';
}

function isSpawned<T>(value: T): value is T & { exited: Promise<unknown> } {
  return typeof value === 'object' && value !== null && 'exited' in value && value.exited instanceof Promise;
}
