import { expect, test } from '@jest/globals';
import type { CacheBank, ResourceControl } from '@virtweave/core-util/host-facts';
import { formatHostCapabilities, type HostCapabilities } from '../../src/index.ts';

const bare: HostCapabilities = {
  arch: 'x86_64',
  pageSizes: [],
  powerManagement: [],
  iommu: false,
  cells: [],
  securityModels: [],
};
const bank: CacheBank = { id: 0, level: 3, type: 'both', size: 15 * 1024 * 1024, cpus: '0-5' };
const control = (over: Partial<ResourceControl>): ResourceControl => ({
  caches: [],
  memoryBandwidth: undefined,
  monitor: undefined,
  ...over,
});

test('a host about which nothing is known', () => {
  expect(formatHostCapabilities(bare)).toBe(
    `<capabilities>

  <host>
    <cpu>
      <arch>x86_64</arch>
    </cpu>
    <power_management/>
    <iommu support='no'/>
  </host>

</capabilities>
`,
  );
});

test('code and data of a cache divided apart, in a unit in which least and step are whole', () => {
  const text = formatHostCapabilities({
    ...bare,
    caches: [bank],
    resourceControl: control({
      caches: (['code', 'data'] as const).map((type) => ({ level: 3, type, portions: 20, minPortions: 2, maxAllocations: 8 })),
    }),
  });
  expect(text).toContain(`    <cache>
      <bank id='0' level='3' type='both' size='15' unit='MiB' cpus='0-5'>
        <control granularity='768' min='1536' unit='KiB' type='code' maxAllocs='8'/>
        <control granularity='768' min='1536' unit='KiB' type='data' maxAllocs='8'/>
      </bank>
    </cache>
`);
});

test('monitors tell only the features of their own kind', () => {
  const text = formatHostCapabilities({
    ...bare,
    caches: [{ ...bank, id: 1, level: 2 }, bank],
    resourceControl: control({
      memoryBandwidth: { granularity: 10, minimum: 10, maxAllocations: 4 },
      monitor: { level: 3, reuseThreshold: 512, maxMonitors: 9, features: ['llc_occupancy', 'other', 'mbm_total_bytes'] },
    }),
  });
  expect(text).toContain(`      <monitor level='3' reuseThreshold='512' maxMonitors='9'>
        <feature name='llc_occupancy'/>
      </monitor>
    </cache>
    <memory_bandwidth>
      <node id='0' cpus='0-5'>
        <control granularity='10' min='10' maxAllocs='4'/>
      </node>
      <monitor maxMonitors='9'>
        <feature name='mbm_total_bytes'/>
      </monitor>
    </memory_bandwidth>
`);
});

test('migration, perhaps without live migration', () => {
  const text = (live: boolean, transports: readonly string[]): string =>
    formatHostCapabilities({ ...bare, migration: { live, transports } });
  expect(text(false, [])).toContain('    <migration_features>\n    </migration_features>\n');
  expect(text(true, ['tcp'])).toContain(`      <live/>
      <uri_transports>
        <uri_transport>tcp</uri_transport>
      </uri_transports>
`);
});
