import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LoadAnswer, LoadOrder } from './orders.ts';

const program = fileURLToPath(new URL('load-client.ts', import.meta.url));

/** The process that makes the load. */
export class LoadProgram {
  readonly #child: ChildProcess = fork(program, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });

  /** Microseconds for one call. */
  async microseconds(order: LoadOrder): Promise<number> {
    const answer = new Promise<LoadAnswer>((resolve, reject) => {
      this.#child.once('message', (message) => {
        this.#child.removeAllListeners('exit');
        resolve(message as LoadAnswer);
      });
      this.#child.once('exit', () => reject(new Error('the load program ended')));
    });
    this.#child.send(order);
    return (1000 * (await answer).milliseconds) / order.count;
  }

  close(): void {
    this.#child.removeAllListeners('exit');
    this.#child.disconnect();
  }
}
