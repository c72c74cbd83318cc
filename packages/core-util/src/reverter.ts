import { isVirtError, VirtError } from './errors/virt-error.ts';

interface Step {
  readonly what: string;
  readonly undo: () => unknown;
}

/**
 * Steps to be undone when something later fails, last first.
 *
 * Undoing is not aborted: give the steps no signal. All of them run, also when one fails. When all succeed, the original
 * error comes through as it is. When some fail, the machine is not as it was and the user must know: the error keeps its
 * code and domain, its detail names the steps, and its `cause` is an `AggregateError` of the original and what each step
 * threw. (An abort's reason becomes `VIR_ERR_OPERATION_ABORTED` then: the one case in which it does not come through.)
 *
 * @example
 * ```ts
 * const undo = new Reverter();
 * try {
 *   await host.makeFolder(folder);
 *   undo.add(`remove folder '${folder}'`, () => host.remove(folder, { recursive: true }));
 *   await startGuest(folder);
 *   undo.success();
 * } catch (error) {
 *   throw await undo.revert(error);
 * }
 * ```
 */
export class Reverter {
  #steps: Step[] = [];
  #reverted = false;

  /** How many steps there are. */
  get size(): number {
    return this.#steps.length;
  }

  /**
   * Puts a step on the stack. Do so at once after (or, where half a step can remain, before) what it undoes.
   *
   * @param what What the step does, for messages: `remove folder '/run/x'`.
   */
  add(what: string, undo: () => unknown): void {
    // The step would never run, and what it undoes would stay behind.
    if (this.#reverted) throw new VirtError('VIR_ERR_INTERNAL_ERROR', `undo step '${what}' was added after undoing had begun`);
    this.#steps.push({ what, undo });
  }

  /** All went well: forgets the steps. Those that are added later belong to the next part of the operation. */
  success(): void {
    this.#steps = [];
  }

  /** Undoes all steps, last first, and resolves with the error to throw. */
  async revert(error: unknown): Promise<unknown> {
    const failures = await this.#undoAll();
    return failures.length === 0 ? error : withFailures(error, failures);
  }

  /** With `await using`: undoes all, unless `success()` was called. Rejects when a step fails. */
  async [Symbol.asyncDispose](): Promise<void> {
    const failures = await this.#undoAll();
    if (failures.length > 0) throw failed('VIR_ERR_OPERATION_FAILED', undefined, failures, []);
  }

  async #undoAll(): Promise<Failure[]> {
    this.#reverted = true;
    const failures: Failure[] = [];
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      try {
        await step.undo();
      } catch (error) {
        failures.push({ what: step.what, error });
      }
    }
    return failures;
  }
}

/**
 * Runs an operation with a {@link Reverter} of its own: what it has stacked is undone when it throws, and forgotten when
 * it does not.
 *
 * @example
 * ```ts
 * await withReverter(async (undo) => {
 *   const tap = await createTap();
 *   undo.add(`remove tap device '${tap}'`, () => removeTap(tap));
 *   await attach(tap);
 * });
 * ```
 */
export async function withReverter<T>(operation: (undo: Reverter) => T | PromiseLike<T>): Promise<T> {
  const undo = new Reverter();
  try {
    const result = await operation(undo);
    undo.success();
    return result;
  } catch (error) {
    throw await undo.revert(error);
  }
}

interface Failure {
  readonly what: string;
  readonly error: unknown;
}

function withFailures(error: unknown, failures: readonly Failure[]): VirtError {
  if (!isVirtError(error)) {
    const name = (error as { name?: unknown } | null | undefined)?.name;
    const aborted = name === 'AbortError' || name === 'TimeoutError';
    return failed(aborted ? 'VIR_ERR_OPERATION_ABORTED' : 'VIR_ERR_INTERNAL_ERROR', words(error), failures, [error]);
  }
  return failed(error.code, error.detail ?? error.message, failures, [error], error);
}

function failed(
  code: VirtError['code'],
  detail: string | undefined,
  failures: readonly Failure[],
  causes: readonly unknown[],
  like?: VirtError,
): VirtError {
  const undone = failures.map(({ what, error }) => `cannot ${what}: ${words(error)}`).join('; ');
  const text = detail === undefined ? `not everything could be undone: ${undone}` : `${detail} (and not everything could be undone: ${undone})`;
  const cause = new AggregateError([...causes, ...failures.map(({ error }) => error)], text);
  if (like === undefined) return new VirtError(code, text, { cause });
  const { domain, level, str3, int1, int2 } = like;
  return new VirtError(code, text, { cause, domain, level, int1, int2, ...(str3 === undefined ? {} : { str3 }) });
}

function words(error: unknown): string {
  const message = (error as { message?: unknown } | null | undefined)?.message;
  return typeof message === 'string' ? message : String(error);
}
