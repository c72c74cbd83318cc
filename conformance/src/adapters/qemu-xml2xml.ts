import { formatDomain } from '@virtweave/core-conf';
import { parseQemuDefinition } from '@virtweave/driver-qemu/definition';
import type { Adapter } from '../adapter.ts';
import { definitionOptionsForCase } from '../qemu/definition.ts';

/** A domain document through the QEMU driver's rules, and once more: what comes out must not change any more. */
export const run: Adapter = async (testCase, files) => {
  const options = await definitionOptionsForCase(testCase, files);
  const round = (xml: string): string => formatDomain(parseQemuDefinition(xml, options), { secure: true });
  const first = round(await files.read(String(testCase['input'])));
  const second = round(first);
  if (second !== first) throw new Error('the completed document changes when it is read again');
  return { expect: 'success', expected: first };
};
