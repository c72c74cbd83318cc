import type { NetworkPortRef, NetworkRef } from '@virtweave/core-api';
import type { AnyArgs } from '../grammar/args.ts';
import type { Shell } from '../shell.ts';
import { firstFound, isUuid, nameIn } from './find.ts';

/** The network that the option `network` names. @throws CommandError if there is none */
export async function findNetwork(
  shell: Shell,
  args: AnyArgs,
  by: readonly ('uuid' | 'name')[] = ['uuid', 'name'],
): Promise<NetworkRef> {
  const written = nameIn(shell, args, 'network');
  const { network } = await shell.families();
  return await firstFound(`failed to get network '${written}'`, [
    ...(by.includes('uuid') && isUuid(written) ? [() => network.networkLookupByUUID(written)] : []),
    ...(by.includes('name') ? [() => network.networkLookupByName(written)] : []),
  ]);
}

/** The port that the option `port` names by its UUID. @throws CommandError if there is none */
export async function findNetworkPort(shell: Shell, args: AnyArgs): Promise<NetworkPortRef> {
  const owner = await findNetwork(shell, args);
  const written = nameIn(shell, args, 'port');
  const { network } = await shell.families();
  const ways = isUuid(written) ? [() => network.networkPortLookupByUUID(owner, written)] : [];
  return await firstFound(`failed to get network port '${written}'`, ways);
}
