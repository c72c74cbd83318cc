import type { DomainRef } from '@virtweave/core-api';
import { CommandError } from '../errors.ts';
import type { AnyArgs } from '../grammar/args.ts';
import type { Shell } from '../shell.ts';
import { ifThere, isUuid, nameIn } from './find.ts';

/** How a domain may be named. */
export type DomainName = 'id' | 'uuid' | 'name';

/**
 * The domain that a command's `domain` option names, by its id, UUID or name.
 *
 * @throws CommandError if there is none, or it is not running where an id was given
 */
export async function findDomain(
  shell: Shell,
  args: AnyArgs,
  by: readonly DomainName[] = ['id', 'uuid', 'name'],
): Promise<DomainRef> {
  return await lookupDomain(shell, nameIn(shell, args, 'domain'), by);
}

/** As {@link findDomain}, for a name that came otherwise. */
export async function lookupDomain(
  shell: Shell,
  written: string,
  by: readonly DomainName[] = ['id', 'uuid', 'name'],
): Promise<DomainRef> {
  const hypervisor = await shell.hypervisor();
  const trying = (what: string): void =>
    shell.debug('debug', `${shell.command}: <domain> trying as domain ${what}\n`);
  let found: DomainRef | undefined;
  if (by.includes('id') && /^\d+$/.test(written) && Number(written) < 2 ** 31) {
    trying('ID');
    found = await ifThere(hypervisor.domainLookupByID(Number(written)), 'VIR_ERR_NO_DOMAIN');
  }
  if (!found && by.includes('uuid') && isUuid(written)) {
    trying('UUID');
    found = await ifThere(hypervisor.domainLookupByUUID(written), 'VIR_ERR_NO_DOMAIN');
  }
  if (!found && by.includes('name')) {
    trying('NAME');
    found = await ifThere(hypervisor.domainLookupByName(written), 'VIR_ERR_NO_DOMAIN');
  }
  if (!found) throw new CommandError(`failed to get domain '${written}'`);
  return found;
}
