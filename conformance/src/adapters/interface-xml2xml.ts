import { formatHostInterface, parseHostInterface } from '@virtweave/core-conf';
import type { Adapter } from '../adapter.ts';

export const run: Adapter = async ({ input }, files) => ({
  expected: formatHostInterface(parseHostInterface(await files.read(String(input)))),
});
