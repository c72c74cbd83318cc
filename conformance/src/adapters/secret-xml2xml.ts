import { formatSecret, parseSecret } from '@virtweave/core-conf';
import type { Adapter } from '../adapter.ts';

export const run: Adapter = async ({ input }, files) => ({ expected: formatSecret(parseSecret(await files.read(String(input)))) });
