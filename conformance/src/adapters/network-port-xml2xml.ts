import { formatNetworkPort, parseNetworkPort } from '@virtweave/core-conf';
import type { Adapter } from '../adapter.ts';

/** A network port, parsed and written back. */
export const run: Adapter = async ({ input }, files) => ({
  expected: formatNetworkPort(parseNetworkPort(await files.read(String(input)))),
});
