import { describe, expect, test } from '@jest/globals';
import type { CpuData } from '@virtweave/core-api';
import type { HostCpuDefinition } from '@virtweave/core-conf';
import fc from 'fast-check';
import { call, host, open } from './open.ts';

const service = await open();
const models = ((await service.models(call)) ?? []).map(({ name }) => name);
const everything = ['vmx', 'svm', 'aes', 'avx', 'avx2', 'xsave', 'invtsc', 'hypervisor', 'ss', 'arat', 'rdctl-no', 'erms'];

/** Hosts of one vendor, or of none. */
const anyHost: fc.Arbitrary<HostCpuDefinition> = fc
  .record({ model: fc.constantFrom(...models), features: fc.uniqueArray(fc.constantFrom(...everything), { maxLength: 6 }) })
  .map(({ model, features }) => host(model, features));

/** The leaves that hold features: who made it may be told or not. */
const bits = ({ cpuid, msrs }: CpuData): unknown => [cpuid?.filter(({ leaf }) => leaf !== 0), msrs];

/** The same CPUs in every run. */
const runs = { numRuns: 60, seed: 20260101 };

describe('for any CPUs', () => {
  test('one is identical to itself', () =>
    fc.assert(
      fc.asyncProperty(anyHost, async (cpu) => {
        expect(await service.compare(cpu, cpu, true, call)).toBe('identical');
      }),
      runs,
    ));

  test('each can run the baseline of all', () =>
    fc.assert(
      fc.asyncProperty(fc.array(anyHost, { minLength: 1, maxLength: 4 }), async (cpus) => {
        const baseline = await service.baseline(cpus, {}, call);
        for (const cpu of cpus) expect(['identical', 'superset']).toContain(await service.compare(cpu, baseline, true, call));
      }),
      runs,
    ));

  test('a baseline with all features named is the same CPU', () =>
    fc.assert(
      fc.asyncProperty(fc.array(anyHost, { minLength: 1, maxLength: 3 }), async (cpus) => {
        const [plain, expanded] = await Promise.all(
          [false, true].map(async (expandFeatures) =>
            service.encode(await service.baseline(cpus, { expandFeatures }, call), call),
          ),
        );
        expect(expanded).toEqual(plain);
      }),
      runs,
    ));

  test('data of a CPU become a CPU with the same data', () =>
    fc.assert(
      fc.asyncProperty(anyHost, async (cpu) => {
        const data = await service.encode(cpu, call);
        const decoded = await service.decode(data, { as: 'guest' }, call);
        expect(bits(await service.encode(decoded, call))).toEqual(bits(data));
      }),
      runs,
    ));

  test('a translated CPU is the same CPU', () =>
    fc.assert(
      fc.asyncProperty(anyHost, fc.constantFrom('qemu64', 'Nehalem', 'EPYC', '486'), async ({ model, features }, other) => {
        const cpu = {
          mode: 'custom' as const,
          match: 'exact' as const,
          model: { ...model, fallback: 'allow' as const },
          features: (features ?? []).map(({ name }) => ({ name, policy: 'require' as const })),
        };
        const translated = await service.translate(cpu, [other, 'kvm32'], call);
        expect(bits(await service.encode(translated, call))).toEqual(bits(await service.encode(cpu, call)));
      }),
      runs,
    ));
});
