import { formatDomain } from '@virtweave/core-conf';
import { parseQemuDefinition } from '@virtweave/driver-qemu/definition';
import type { Adapter } from '../adapter.ts';
import { definitionOptionsForCase } from '../qemu/definition.ts';

/** A document of a running domain, written as it is and as its definition for the next start. */
export const run: Adapter = async (testCase, files) => {
  const options = await definitionOptionsForCase(testCase, files);
  const domain = parseQemuDefinition(await files.read(String(testCase['input'])), options);
  domain.id ??= Number(testCase['domainId']);
  return {
    expectedActive: formatDomain(domain, { secure: true }),
    expectedInactive: formatDomain(domain, { secure: true, inactive: true }),
  };
};
