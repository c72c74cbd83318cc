import { once } from 'node:events';
import type { Duplex } from 'node:stream';

/** A guest's serial console: shown line by line, read and typed at. */
export class GuestConsole {
  readonly #stream: Duplex;
  readonly #waiting = new Set<() => void>();
  readonly #lines: string[] = [];
  #rest = '';
  #ended = false;

  /** `onLine` gets each line as soon as it is complete, without colours and other controls. */
  constructor(stream: Duplex, onLine: (line: string) => void) {
    this.#stream = stream;
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      const parts = (this.#rest + text).split('\n');
      this.#rest = parts.pop() ?? '';
      for (const part of parts) {
        const line = plain(part);
        this.#lines.push(line);
        onLine(line);
      }
      this.#wake();
    });
    const end = (): void => {
      this.#ended = true;
      this.#wake();
    };
    stream.on('end', end).on('close', end).on('error', end);
  }

  /** Writes a command as if it was typed. */
  type(command: string): void {
    this.#stream.write(`${command}\n`);
  }

  /** Waits for the shell to ask for a command: a line that is not ended, and ends with `# `. */
  async prompt(signal: AbortSignal): Promise<void> {
    while (!plain(this.#rest).endsWith('# ')) await this.#change(signal, 'a prompt');
  }

  /** The first line that matches, whether it came already or is still to come. */
  async line(pattern: RegExp, signal: AbortSignal): Promise<string> {
    for (let next = 0; ; ) {
      for (; next < this.#lines.length; next++) {
        const line = this.#lines[next];
        if (line !== undefined && pattern.test(line)) return line;
      }
      await this.#change(signal, String(pattern));
    }
  }

  async close(): Promise<void> {
    this.#stream.destroy();
    if (!this.#stream.closed) await once(this.#stream, 'close');
  }

  #change(signal: AbortSignal, awaited: string): Promise<void> {
    if (this.#ended) throw new Error(`the guest's console ended before ${awaited} appeared`);
    signal.throwIfAborted();
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }

  #wake(): void {
    for (const done of [...this.#waiting]) done();
  }
}

function plain(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '').replace(/[\x00-\x08\x0b-\x1f\x7f]/g, '');
}
