import type { ChildProcess } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import type { Duplex, Readable, Writable } from 'node:stream';
import { VirtError } from '../errors/virt-error.ts';
import type { SpawnedProcess } from '../host/host.ts';
import { attachChild, type ChildHandlers, type ChildOptions } from './children.ts';
import { attachEmitter, attachStream, type EmitterHandlers, type StreamHandlers } from './emitters.ts';
import { ReleaseQueue } from './release-queue.ts';
import type { RemovalPorts, RemoteLoopHandle } from './removal-ports.ts';
import { Source, type LoopSource, type SourceKind, type SourceOptions } from './source.ts';
import { TimerSource, type LoopTimer, type TimerOptions } from './timers.ts';

/**
 * Keeps count of all that a connection listens to, with the promises of libvirt's event loop:
 *
 * - a removal takes effect at once, from inside any callback, and any number of times; no callback runs afterwards;
 * - the release callback runs later, on an idle turn of the loop, never on the remover's stack;
 * - a worker thread's request is carried to the loop's thread, and the promise holds from the acknowledgement on
 *   ({@link connectEventLoop});
 * - closing removes everything.
 *
 * Node's loop does the work. Callbacks run in the async context of their registration. What a callback throws goes where
 * Node sends it: to the emitter, or to `uncaughtException`.
 *
 * @example
 * ```ts
 * const loop = new EventLoop();
 * const source = loop.addStream(socket, {
 *   data: (chunk) => parser.push(chunk),
 *   close: () => console.log('gone'),
 *   error: (error) => console.log(error.message),
 * }, { release: () => socket.destroy() });
 * source.remove(); // true
 * source.remove(); // false
 * await loop.close();
 * loop.count; // 0
 * ```
 */
export class EventLoop {
  readonly #sources = new Map<number, Source>();
  readonly #releases = new ReleaseQueue();
  #ports: RemovalPorts | undefined;
  #lastId = 0;
  #closed = false;

  /** How many sources are live. */
  get count(): number {
    return this.#sources.size;
  }

  /** How many release callbacks have not run yet. */
  get releasing(): number {
    return this.#releases.size;
  }

  /** The live sources, oldest first. Good for finding out who forgot to remove one. */
  get sources(): readonly LoopSource[] {
    return [...this.#sources.values()];
  }

  /** Listens to a stream or socket (`virEventAddHandle`). Its owner is still the one to destroy it. */
  addStream(stream: Readable | Writable | Duplex, handlers: StreamHandlers, options: SourceOptions = {}): LoopSource {
    return this.#add('stream', options, (source) => attachStream(source, stream, handlers));
  }

  /**
   * Calls back every `interval` milliseconds (`virEventAddTimeout`); -1 is never, until `update()`. Does not keep the
   * process alive unless told to.
   */
  addTimer(interval: number, callback: () => void, options: TimerOptions = {}): LoopTimer {
    this.#refuseIfClosed();
    const timer = new TimerSource(this.#nextId(), callback, options, this.#removed);
    timer.update(interval);
    this.#sources.set(timer.id, timer);
    return timer;
  }

  /** Waits for the end of a program. The source removes itself behind its last callback. */
  addChild(child: ChildProcess | SpawnedProcess, handlers: ChildHandlers, options: ChildOptions & SourceOptions = {}): LoopSource {
    return this.#add('child', options, (source) => attachChild(source, child, handlers, options));
  }

  /** Listens to any emitter, by event name. */
  addEmitter(emitter: EventEmitter, handlers: EmitterHandlers, options: SourceOptions = {}): LoopSource {
    return this.#add('emitter', options, (source) => attachEmitter(source, emitter, handlers));
  }

  /** Removes a source by its id. Says whether it was there. */
  remove(id: number): boolean {
    return this.#sources.get(id)?.remove() ?? false;
  }

  /**
   * A handle with which one worker thread can remove sources of this loop. Send it with its port in the transfer list;
   * the worker gives it to {@link connectEventLoop}.
   *
   * @example
   * ```ts
   * const handle = await loop.remoteHandle();
   * worker.postMessage({ handle, id: source.id }, [handle.port]);
   * ```
   */
  async remoteHandle(): Promise<RemoteLoopHandle> {
    // Not before it is wanted: node:worker_threads takes two milliseconds to load.
    const { RemovalPorts } = await import('./removal-ports.ts');
    this.#refuseIfClosed();
    this.#ports ??= new RemovalPorts((id) => this.remove(id));
    return this.#ports.open();
  }

  /** Resolves when all release callbacks have run. */
  released(): Promise<void> {
    return this.#releases.empty();
  }

  /** Removes all sources at once; resolves when they are released. Nothing can be added afterwards. */
  close(): Promise<void> {
    this.#closed = true;
    for (const source of [...this.#sources.values()]) source.remove();
    this.#ports?.close();
    return this.released();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #add(kind: SourceKind, options: SourceOptions, attach: (source: Source) => void): LoopSource {
    this.#refuseIfClosed();
    const source = new Source(this.#nextId(), kind, options.release, this.#removed);
    // An `attach` that throws leaves nothing behind, and releases nothing: the caller still owns what it has.
    attach(source);
    this.#sources.set(source.id, source);
    return source;
  }

  #nextId(): number {
    return (this.#lastId += 1);
  }

  readonly #removed = (source: Source, release: (() => void) | undefined): void => {
    this.#sources.delete(source.id);
    if (release !== undefined) this.#releases.push(release);
  };

  #refuseIfClosed(): void {
    if (this.#closed) throw new VirtError('VIR_ERR_OPERATION_INVALID', 'the event loop is closed: its connection has ended');
  }
}
