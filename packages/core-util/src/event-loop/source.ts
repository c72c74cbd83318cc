import { AsyncResource } from 'node:async_hooks';

/** What a source listens to. */
export type SourceKind = 'stream' | 'timer' | 'child' | 'emitter';

/** Something that an {@link EventLoop} listens to, until it is removed or can never happen again. */
export interface LoopSource {
  /** Names the source within its loop; this is what a worker thread sends to have it removed. Counts from 1. */
  readonly id: number;
  readonly kind: SourceKind;
  /** False from the moment of its removal: none of its callbacks runs any more. */
  readonly live: boolean;
  /**
   * Takes the source off the loop (`virEventRemoveHandle`, `virEventRemoveTimeout`). From here on none of its callbacks
   * runs, wherever this is called from. Its release callback runs later, on an idle turn of the loop.
   *
   * @returns false when it had been removed before.
   */
  remove(): boolean;
}

export interface SourceOptions {
  /**
   * Called once after the removal, on a later turn of the loop with nobody else's code on the stack, in the async
   * context (`AsyncLocalStorage`) of the registration. The place to give back what the callbacks used
   * (libvirt's `virFreeCallback`).
   */
  readonly release?: (() => void) | undefined;
}

/** How a source tells its loop that it is gone. */
export type Removed = (source: Source, release: (() => void) | undefined) => void;

export class Source implements LoopSource {
  readonly id: number;
  readonly kind: SourceKind;
  readonly #scope = new AsyncResource('VirtweaveSource');
  readonly #release: (() => void) | undefined;
  readonly #removed: Removed;
  readonly #detach: (() => void)[] = [];
  #live = true;

  constructor(id: number, kind: SourceKind, release: (() => void) | undefined, removed: Removed) {
    this.id = id;
    this.kind = kind;
    this.#release = release;
    this.#removed = removed;
  }

  get live(): boolean {
    return this.#live;
  }

  /**
   * The callback as it may be handed to Node: silent after the removal, and in the async context of the registration.
   * Taking a listener off an emitter is not enough, since an emit that is under way goes through a copy of the list.
   */
  guard<A extends unknown[]>(callback: (...args: A) => void): (...args: A) => void {
    return (...args) => {
      if (this.#live) this.#scope.runInAsyncScope(callback, undefined, ...args);
    };
  }

  /** For the last callback that a source can have: the source is removed behind it. */
  guardLast<A extends unknown[]>(callback: ((...args: A) => void) | undefined): (...args: A) => void {
    return this.guard((...args: A) => {
      try {
        callback?.(...args);
      } finally {
        this.remove();
      }
    });
  }

  /** Something to undo at the removal, at once. */
  onRemove(detach: () => void): void {
    this.#detach.push(detach);
  }

  remove(): boolean {
    if (!this.#live) return false;
    this.#live = false;
    for (const detach of this.#detach.splice(0)) detach();
    const release = this.#release;
    this.#removed(this, release && (() => this.#scope.runInAsyncScope(release)));
    return true;
  }
}
