import { VirtError } from '../errors/virt-error.ts';
import { Source, type LoopSource, type Removed, type SourceOptions } from './source.ts';

export interface TimerOptions extends SourceOptions {
  /** Call back once only; the timer is removed behind it. */
  readonly once?: boolean;
  /** Does the waiting keep the process alive? Default false. */
  readonly keepAlive?: boolean;
}

export interface LoopTimer extends LoopSource {
  /** Starts anew with another interval in milliseconds (`virEventUpdateTimeout`); -1 stops it without removing it. */
  update(interval: number): void;
}

/** Node takes a longer one for 1 ms. */
const LONGEST = 2 ** 31 - 1;

export class TimerSource extends Source implements LoopTimer {
  readonly #fire: () => void;
  readonly #options: TimerOptions;
  #timer: NodeJS.Timeout | undefined;

  constructor(id: number, callback: () => void, options: TimerOptions, removed: Removed) {
    super(id, 'timer', options.release, removed);
    this.#options = options;
    this.#fire = options.once === true ? this.guardLast(callback) : this.guard(callback);
    this.onRemove(() => clearInterval(this.#timer));
  }

  update(interval: number): void {
    if (!Number.isInteger(interval) || interval < -1 || interval > LONGEST) {
      throw new VirtError('VIR_ERR_INVALID_ARG', `interval of a timer must be -1 to ${LONGEST} milliseconds, not ${interval}`);
    }
    if (!this.live) return;
    clearInterval(this.#timer);
    this.#timer = interval === -1 ? undefined : setInterval(this.#fire, interval);
    if (this.#options.keepAlive !== true) this.#timer?.unref();
  }
}
