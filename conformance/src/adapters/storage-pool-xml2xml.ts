import { formatStoragePool, parseStoragePool } from '@virtweave/core-conf';
import type { Adapter } from '../adapter.ts';

export const run: Adapter = async ({ input }, files) => ({
  expected: formatStoragePool(parseStoragePool(await files.read(String(input)))),
});
