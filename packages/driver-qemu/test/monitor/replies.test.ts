import { expect, test } from '@jest/globals';
import { formatCpuData, guestCpuData, readFeatureWords, readJobs } from '../../src/monitor/index.ts';

test('feature words become leaves, in order, without empty ones', () => {
  const leaves = readFeatureWords([
    { 'cpuid-register': 'EDX', 'cpuid-input-eax': 2147483649, features: 4294967295 },
    { 'cpuid-register': 'EBX', 'cpuid-input-eax': 7, 'cpuid-input-ecx': 0, features: 2 },
    { 'cpuid-register': 'ECX', 'cpuid-input-eax': 7, 'cpuid-input-ecx': 0, features: 4 },
    { 'cpuid-register': 'EAX', 'cpuid-input-eax': 6, features: 0 },
  ]);
  expect(formatCpuData(leaves)).toBe(`<cpudata arch='x86'>
  <cpuid eax_in='0x00000007' ecx_in='0x00000000' eax='0x00000000' ebx='0x00000002' ecx='0x00000004' edx='0x00000000'/>
  <cpuid eax_in='0x80000001' ecx_in='0x00000000' eax='0x00000000' ebx='0x00000000' ecx='0x00000000' edx='0xffffffff'/>
</cpudata>
`);
});

test('a CPU without feature words has no data', async () => {
  const execute = async (): Promise<never> => [{ name: 'type', type: 'string' }] as never;
  expect(await guestCpuData({ execute }, '/machine/unattached/device[0]')).toBeUndefined();
});

test('jobs are read with their progress, and what is no job is passed over', () => {
  expect(
    readJobs([
      { id: 'a', type: 'mirror', status: 'ready', 'current-progress': 9007199254740993n, 'total-progress': 1 },
      { id: 'b', type: 'create', status: 'concluded', error: 'no space' },
      { type: 'create' },
      null,
    ]),
  ).toEqual([
    { id: 'a', type: 'mirror', status: 'ready', progress: { current: 9007199254740993n, total: 1n } },
    { id: 'b', type: 'create', status: 'concluded', error: 'no space', progress: { current: 0n, total: 0n } },
  ]);
});
