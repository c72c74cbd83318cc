import { formatNWFilterBinding, parseNWFilterBinding } from '@virtweave/core-conf';
import type { Adapter } from '../adapter.ts';

/** The binding of a filter to a port, parsed and written back. */
export const run: Adapter = async ({ input }, files) => ({
  expected: formatNWFilterBinding(parseNWFilterBinding(await files.read(String(input)))),
});
