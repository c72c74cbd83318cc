import {
  formatDomainSnapshot,
  parseDomainSnapshot,
  readDomainSnapshot,
  type DomainSnapshotParseOptions,
} from '@virtweave/core-conf';
import { qemuDomainDriver } from '@virtweave/driver-qemu/definition';
import type { Adapter } from '../adapter.ts';
import { definitionOptionsForCase } from '../qemu/definition.ts';

/** A snapshot document, with the QEMU driver's rules for the definitions inside. */
export const run: Adapter = async (testCase, files) => {
  const flags = testCase['flags'] as readonly string[];
  const creationTime = Number(testCase['creationTime']);
  const internal = flags.includes('internal');
  const domain = await definitionOptionsForCase(testCase, files);
  const options: DomainSnapshotParseOptions = {
    redefine: flags.includes('redefine'),
    internal,
    driver: qemuDomainDriver(domain),
    ...(domain.random && { random: domain.random }),
    now: () => creationTime,
  };
  // Upstream's time stands still at 0 for documents that are to keep their holes.
  const parse = creationTime === 0 && options.redefine !== true ? readDomainSnapshot : parseDomainSnapshot;
  const snapshot = parse(await files.read(String(testCase['input'])), options);
  if (flags.includes('running')) {
    if (snapshot.state !== undefined) throw new Error('the state must be unset');
    snapshot.state = 'running';
  }
  const { domainUuid } = testCase;
  return {
    expected: formatDomainSnapshot(snapshot, {
      secure: true,
      internal,
      ...(typeof domainUuid === 'string' && { domainUuid }),
    }),
  };
};
