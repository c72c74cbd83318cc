import { isVirtError, type ErrorCode } from '@virtweave/core-util/errors';
import { CommandError } from '../errors.ts';
import type { AnyArgs } from '../grammar/args.ts';
import type { Shell } from '../shell.ts';

/** What an option says, which names an object. */
export function nameIn(shell: Shell, args: AnyArgs, option: string): string {
  const written = args.needed(option);
  shell.debug('info', `${shell.command}: found option <${option}>: ${written}\n`);
  return written;
}

/**
 * Looks an object up in one way after the other.
 *
 * @throws CommandError with `failure`, and what was said about the last way
 */
export async function firstFound<T>(failure: string, ways: readonly (() => Promise<T>)[]): Promise<T> {
  let cause: unknown;
  for (const way of ways) {
    try {
      return await way();
    } catch (error) {
      if (!isVirtError(error)) throw error;
      cause = error;
    }
  }
  throw new CommandError(failure, cause === undefined ? {} : { cause });
}

export const isUuid = (written: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(written);

/** What a look-up found; nothing when there is no such object. Other errors remain errors. */
export async function ifThere<T>(lookup: Promise<T>, absent: ErrorCode): Promise<T | undefined> {
  try {
    return await lookup;
  } catch (error) {
    if (isVirtError(error, absent)) return undefined;
    throw error;
  }
}
