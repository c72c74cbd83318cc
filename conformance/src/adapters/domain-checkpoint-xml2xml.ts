import { formatDomainCheckpoint, parseDomainCheckpoint } from '@virtweave/core-conf';
import { qemuDomainDriver } from '@virtweave/driver-qemu/definition';
import type { Adapter } from '../adapter.ts';
import { definitionOptionsForCase } from '../qemu/definition.ts';

/** A checkpoint document, with the QEMU driver's rules for the definition inside. */
export const run: Adapter = async (testCase, files) => {
  const flags = (testCase['flags'] as readonly string[]).map((flag) => flag.replaceAll('_', '-'));
  const creationTime = Number(testCase['creationTime']);
  const domain = await definitionOptionsForCase(testCase, files);
  const checkpoint = parseDomainCheckpoint(await files.read(String(testCase['input'])), {
    redefine: flags.includes('redefine'),
    driver: qemuDomainDriver(domain),
    ...(domain.random && { random: domain.random }),
    now: () => creationTime,
  });
  if (flags.includes('parent')) checkpoint.parent = '1525111885';
  if (flags.includes('vda-bitmap')) {
    checkpoint.disks ??= [{ name: 'vda', checkpoint: 'bitmap' }];
    const [first] = checkpoint.disks;
    if (first !== undefined && checkpoint.name !== undefined) Object.assign(first, { checkpoint: 'bitmap', bitmap: checkpoint.name });
  }
  const size = flags.includes('size');
  const [first] = checkpoint.disks ?? [];
  if (size && first !== undefined) first.size = 1048576;
  return { expect: 'success', expected: formatDomainCheckpoint(checkpoint, { secure: true, size }) };
};
