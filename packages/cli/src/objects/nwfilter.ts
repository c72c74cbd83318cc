import type { NWFilterBindingRef, NWFilterRef } from '@virtweave/core-api';
import { attempt } from '../errors.ts';
import type { AnyArgs } from '../grammar/args.ts';
import type { Shell } from '../shell.ts';
import { firstFound, isUuid, nameIn } from './find.ts';

/** The network filter that the option `nwfilter` names. @throws CommandError if there is none */
export async function findNWFilter(shell: Shell, args: AnyArgs): Promise<NWFilterRef> {
  const written = nameIn(shell, args, 'nwfilter');
  const { nwfilter } = await shell.families();
  return await firstFound(`failed to get nwfilter '${written}'`, [
    ...(isUuid(written) ? [() => nwfilter.nwfilterLookupByUUID(written)] : []),
    () => nwfilter.nwfilterLookupByName(written),
  ]);
}

/** The binding that the option `binding` names by its port's device. @throws CommandError if there is none */
export async function findNWFilterBinding(shell: Shell, args: AnyArgs): Promise<NWFilterBindingRef> {
  const written = nameIn(shell, args, 'binding');
  const { nwfilter } = await shell.families();
  return await attempt(nwfilter.nwfilterBindingLookupByPortDev(written), `failed to get nwfilter binding '${written}'`);
}
