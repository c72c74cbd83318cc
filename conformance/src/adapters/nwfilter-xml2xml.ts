import { formatNWFilter, parseNWFilter } from '@virtweave/core-conf';
import type { Adapter } from '../adapter.ts';

/** A network filter, parsed and written back. */
export const run: Adapter = async ({ input }, files) => ({
  expected: formatNWFilter(parseNWFilter(await files.read(String(input)))),
});
