import { isMainThread, threadId } from 'node:worker_threads';
import { VirtError } from '../errors/virt-error.ts';
import { ANSWER, type RemoteLoopHandle, type RemovalReply, type RemovalRequest } from './removal-ports.ts';

/**
 * A worker thread's view of an {@link EventLoop} that lives in another thread. A removal from here cannot be instant,
 * since the loop may be inside the callback; from the acknowledgement on, none of the source's callbacks runs.
 */
export class RemoteEventLoop {
  readonly #handle: RemoteLoopHandle;
  readonly #state: Int32Array;
  readonly #pending = new Map<number, { resolve(removed: boolean): void; reject(error: VirtError): void }>();
  #lastTicket = 0;
  #closedHere = false;
  #disconnected = false;

  constructor(handle: RemoteLoopHandle) {
    this.#handle = handle;
    this.#state = new Int32Array(handle.state);
    handle.port.on('message', ({ ticket, removed }: RemovalReply) => this.#settle(ticket, removed));
    handle.port.on('close', () => {
      this.#disconnected = true;
      for (const [ticket, { reject }] of [...this.#pending]) {
        // The loop has closed, and that has removed everything; unless it was us, who will never know.
        if (this.#closedHere) reject(new VirtError('VIR_ERR_OPERATION_ABORTED', 'removal of an event source was not waited for'));
        this.#settle(ticket, false);
      }
    });
    handle.port.unref();
  }

  /** Resolves when the source is removed: true, or false when it was gone already. Keeps the worker alive until then. */
  remove(id: number): Promise<boolean> {
    if (this.#closed) return Promise.resolve(false);
    return new Promise((resolve, reject) => {
      const ticket = (this.#lastTicket += 1);
      this.#pending.set(ticket, { resolve, reject });
      this.#handle.port.ref();
      this.#post({ id, ticket });
    });
  }

  /**
   * The same, blocking this thread (`Atomics.wait`). Refused with `VIR_ERR_OPERATION_INVALID` in the main thread, which
   * must never wait for another, and in the loop's own.
   *
   * @param options.timeout Milliseconds, default 30,000; then `VIR_ERR_OPERATION_TIMEOUT`, and the request still stands.
   */
  removeAndWait(id: number, options: { readonly timeout?: number } = {}): boolean {
    const { timeout = 30_000 } = options;
    if (isMainThread || threadId === this.#handle.threadId) {
      throw new VirtError('VIR_ERR_OPERATION_INVALID', `the ${isMainThread ? 'main' : `event loop's own`} thread must not wait for a removal`);
    }
    if (this.#closed) return false;
    const word = new Int32Array(new SharedArrayBuffer(4));
    this.#post({ id, ticket: 0, answer: word.buffer as SharedArrayBuffer });
    if (this.#closed && Atomics.load(word, 0) === ANSWER.none) return false;
    if (Atomics.wait(word, 0, ANSWER.none, timeout) === 'timed-out') {
      throw new VirtError('VIR_ERR_OPERATION_TIMEOUT', `no acknowledgement of the removal of event source ${id} within ${timeout} ms`);
    }
    return Atomics.load(word, 0) === ANSWER.removed;
  }

  /** Lets go of the loop. Pending removals reject: they may or may not happen. */
  close(): void {
    this.#closedHere = true;
    this.#handle.port.close();
  }

  get #closed(): boolean {
    return this.#disconnected || Atomics.load(this.#state, 0) === 1;
  }

  #post(request: RemovalRequest): void {
    this.#handle.port.postMessage(request);
  }

  #settle(ticket: number, removed: boolean): void {
    this.#pending.get(ticket)?.resolve(removed);
    this.#pending.delete(ticket);
    if (this.#pending.size === 0) this.#handle.port.unref();
  }
}
