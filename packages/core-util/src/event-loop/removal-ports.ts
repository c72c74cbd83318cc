import { receiveMessageOnPort, threadId, type MessagePort } from 'node:worker_threads';

/** What a worker thread needs to have sources removed. Goes through `postMessage`, with `port` in the transfer list. */
export interface RemoteLoopHandle {
  readonly port: MessagePort;
  /** One 32-bit word, 1 when the loop is closed. */
  readonly state: SharedArrayBuffer;
  /** The loop's own thread. */
  readonly threadId: number;
}

/** A worker's request: answered in `answer` when it blocks, else by message. */
export interface RemovalRequest {
  readonly id: number;
  readonly ticket: number;
  readonly answer?: SharedArrayBuffer;
}

export interface RemovalReply {
  readonly ticket: number;
  readonly removed: boolean;
}

/** Values of the word that a blocked worker waits on. */
export const ANSWER = { none: 0, removed: 1, absent: 2 } as const;

/** The loop's side of the ports through which worker threads ask for removals. */
export class RemovalPorts {
  readonly #remove: (id: number) => boolean;
  readonly #ports = new Set<MessagePort>();
  readonly #state = new Int32Array(new SharedArrayBuffer(4));

  constructor(remove: (id: number) => boolean) {
    this.#remove = remove;
  }

  open(): RemoteLoopHandle {
    const { port1: ours, port2: port } = new MessageChannel();
    this.#ports.add(ours);
    ours.on('message', (request: RemovalRequest) => this.#serve(ours, request));
    ours.on('close', () => this.#ports.delete(ours));
    ours.unref();
    return { port, state: this.#state.buffer as SharedArrayBuffer, threadId };
  }

  /**
   * A worker posts its request, then looks at the closed mark, then waits. We set the mark, then answer what has been
   * posted: so either we see the request or it sees the mark, and no worker waits for ever.
   */
  close(): void {
    Atomics.store(this.#state, 0, 1);
    for (const port of this.#ports) {
      for (let got = receiveMessageOnPort(port); got !== undefined; got = receiveMessageOnPort(port)) {
        this.#serve(port, got.message as RemovalRequest);
      }
      port.close();
    }
    this.#ports.clear();
  }

  #serve(port: MessagePort, { id, ticket, answer }: RemovalRequest): void {
    const removed = this.#remove(id);
    if (answer === undefined) {
      port.postMessage({ ticket, removed } satisfies RemovalReply);
      return;
    }
    const word = new Int32Array(answer);
    Atomics.store(word, 0, removed ? ANSWER.removed : ANSWER.absent);
    Atomics.notify(word, 0);
  }
}
