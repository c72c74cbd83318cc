/** What a command says about its own failure. What a driver said, if it did, is the cause. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

}

/**
 * Waits for a call, and says in the command's words what failed.
 *
 * @example
 * ```ts
 * await attempt(hypervisor.domainReset(domain, 0), `Failed to reset domain '${domain.name}'`);
 * ```
 */
export async function attempt<T>(call: Promise<T>, failure: string): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    throw new CommandError(failure, { cause });
  }
}

/** Says what failed behind what was already said about it. */
export async function orElse(shell: { error(message: string): void }, failure: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    shell.error(failure);
    throw error;
  }
}

/** The command failed, and everything that had to be said was said. */
export class Failed extends Error {
  override readonly name = 'Failed';
}
