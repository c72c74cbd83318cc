import { memoryLockLimit } from '@virtweave/driver-qemu/command';
import { parseQemuDefinition } from '@virtweave/driver-qemu/definition';
import type { Adapter } from '../adapter.ts';
import { definitionOptionsForCase } from '../qemu/definition.ts';

/** How much memory QEMU may lock for a domain, in bytes. */
export const run: Adapter = async (testCase, files) => {
  const options = await definitionOptionsForCase(testCase, files);
  const domain = parseQemuDefinition(await files.read(String(testCase['input'])), { ...options, inactive: true });
  return { expectedLimit: String(memoryLockLimit(domain)) };
};
