import { isVirtError, VirtError } from '@virtweave/core-util/errors';

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

/**
 * Waits for a call that virsh makes by an older function of libvirt's: who is refused, or not understood, reads that one's name.
 *
 * @param older its name; undefined: this time virsh makes the same call
 *
 * @example
 * ```ts
 * await inOlderForm(flags === 0 ? 'virDomainDestroy' : undefined, hypervisor.domainDestroyFlags(domain, flags));
 * ```
 */
export async function inOlderForm<T>(older: string | undefined, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const named = isVirtError(error, 'VIR_ERR_NO_SUPPORT') || isVirtError(error, 'VIR_ERR_OPERATION_DENIED');
    if (older === undefined || !named || error.detail === undefined) throw error;
    const detail = error.detail.replace(/\bvir[A-Z]\w+/, older);
    throw new VirtError(error.code, detail, { domain: error.domain, cause: error });
  }
}

/**
 * Waits for a list. virsh, where a driver cannot give it, counts instead, and fails with that.
 *
 * @param what `secrets`
 * @param counting libvirt's function that counts them
 */
export async function counted<T>(call: Promise<T>, what: string, counting: string): Promise<T> {
  try {
    return await inOlderForm(counting, call);
  } catch (cause) {
    throw new CommandError(`Failed to ${isVirtError(cause, 'VIR_ERR_NO_SUPPORT') ? 'count' : 'list'} ${what}`, { cause });
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
