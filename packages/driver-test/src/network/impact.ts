import type { Network } from '@virtweave/core-conf';
import { hasFlag } from '@virtweave/core-api/driver-kit';
import { VirtError } from '@virtweave/core-util/errors';
import type { TestNetwork } from './networks.ts';

// VIR_NETWORK_UPDATE_AFFECT_LIVE and _CONFIG
const live = 1;
const config = 2;

/** Applies a change to the active network, its definition, or both; with neither flag, to whatever it is at present. */
export function changeNetwork(network: TestNetwork, flags: number, how: (definition: Network) => Network): void {
  const toLive = hasFlag(flags, live) || (!hasFlag(flags, config) && network.active);
  const toConfig = hasFlag(flags, config) || (!hasFlag(flags, live) && !network.active);
  if (toLive && !network.active) throw refuse('network is not running');
  if (toConfig && !network.persistent) throw refuse('cannot change persistent config of a transient network');
  const next = toConfig ? how(network.config) : undefined;
  const now = toLive ? how(network.definition) : undefined;
  // While it is active, what is defined stands apart from what is active.
  if (now !== undefined && network.persistent) network.next ??= network.definition;
  if (now !== undefined) network.definition = now;
  if (next !== undefined) network.config = next;
}

function refuse(detail: string): VirtError {
  return new VirtError('VIR_ERR_OPERATION_INVALID', detail, { domain: 'VIR_FROM_NETWORK' });
}
