import type { SecretRef } from '@virtweave/core-api';
import { attempt } from '../errors.ts';
import type { AnyArgs } from '../grammar/args.ts';
import type { Shell } from '../shell.ts';
import { nameIn } from './find.ts';

/** The secret that the option `secret` names by its UUID. @throws CommandError if there is none */
export async function findSecret(shell: Shell, args: AnyArgs): Promise<SecretRef> {
  const written = nameIn(shell, args, 'secret');
  return await attempt((await shell.families()).secret.secretLookupByUUID(written), `failed to get secret '${written}'`);
}
