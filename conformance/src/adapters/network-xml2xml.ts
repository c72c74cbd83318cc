import { formatNetwork, parseNetwork } from '@virtweave/core-conf';
import type { Adapter } from '../adapter.ts';

/** A network document, parsed and written back. */
export const run: Adapter = async ({ input, flags }, files) => {
  const network = parseNetwork(await files.read(String(input)));
  const inactive = Array.isArray(flags) && flags.includes('inactive');
  return { expect: 'success', expected: formatNetwork(network, { inactive }) };
};
