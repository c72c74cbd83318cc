import { describe, expect, test } from '@jest/globals';
import { FixtureHost } from '@virtweave/core-testkit';
import { openCpuService } from '../src/index.ts';
import { call, guest, open } from './open.ts';

describe('POWER', () => {
  const power9 = { arch: 'ppc64', model: { name: 'POWER9' }, vendor: 'IBM' };

  test.each([
    ['<cpu><model>POWER9</model></cpu>', 'identical'],
    ['<cpu><model>POWER8</model></cpu>', 'incompatible'],
    ["<cpu mode='host-model'><model>power8</model></cpu>", 'identical'],
    ["<cpu mode='host-model'><model>power10</model></cpu>", 'incompatible'],
  ])('%s on a POWER9 is %s', async (xml, expected) => {
    expect(await (await open('ppc64')).compare(power9, guest(xml), false, call)).toBe(expected);
  });

  test('by the version register', async () => {
    const data = { arch: 'ppc64', registers: [{ name: 'pvr', value: 0x004d0200n }] };
    expect(await (await open('ppc64le')).decode(data, { as: 'host' }, call)).toMatchObject({ model: { name: 'POWER8' } });
  });
});

describe('ARM', () => {
  test('by implementer and part', async () => {
    const cpu = { arch: 'aarch64', model: { name: 'Kunpeng-920' }, vendor: 'HiSilicon' };
    const service = await open('aarch64');
    expect(await service.decode(await service.encode(cpu, call), { as: 'host' }, call)).toEqual(cpu);
  });

  test('features that it does not have', async () => {
    const service = await open('aarch64');
    await service.validateFeatures(guest("<cpu><model>a64fx</model><feature name='sve512'/></cpu>"), call);
    await expect(service.validateFeatures(guest("<cpu><model>a64fx</model><feature name='sse'/></cpu>"), call)).rejects.toThrow(
      'unknown CPU feature: sse',
    );
  });
});

describe('s390x', () => {
  test("the models are the hypervisor's", async () => {
    const service = await open('s390x');
    const answer = {
      model: 'z13.2-base',
      properties: [
        { name: 'aen', value: true },
        { name: 'cmm', value: false },
      ],
      migratability: false,
    };
    const cpus = await service.hypervisorHost(answer, undefined, call);
    const cpu = await service.update(guest("<cpu mode='host-model'/>"), cpus?.migratable, call);
    expect(cpu).toMatchObject({ mode: 'custom', model: { name: 'z13.2-base' } });
    expect(cpu.features).toEqual([
      { name: 'aen', policy: 'require' },
      { name: 'cmm', policy: 'disable' },
    ]);
    expect(await service.models(call)).toBeUndefined();
  });
});

test.each([
  ['x86_64', 'processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 26\nstepping\t: 5\nflags\t\t: fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush mmx fxsr sse sse2 syscall nx lm pni ssse3 cx16 sse4_1 sse4_2 popcnt lahf_lm nonstop_tsc\n', 'Nehalem-v1'],
  ['ppc64le', 'processor\t: 0\ncpu\t\t: POWER9\nrevision\t: 2.2 (pvr 004e 1202)\n', 'POWER9'],
  ['aarch64', 'CPU implementer\t: 0x41\nCPU part\t: 0xd0c\n', 'Neoverse-N1'],
])('the host of %s by /proc/cpuinfo', async (arch, cpuinfo, model) => {
  const service = await openCpuService(arch, async () => new FixtureHost({ files: { '/proc/cpuinfo': cpuinfo } }));
  expect(await service.host(call)).toMatchObject({ arch, model: { name: model } });
});

test('Linux does not show osxsave', async () => {
  const cpuinfo = 'processor\t: 0\nvendor_id\t: GenuineIntel\nflags\t\t: fpu vme pse xsave\n';
  const service = await openCpuService('x86_64', async () => new FixtureHost({ files: { '/proc/cpuinfo': cpuinfo } }));
  expect((await service.host(call)).features).toContainEqual({ name: 'osxsave' });
});

test('what an architecture cannot do has libvirt’s words', async () => {
  await expect((await open('riscv64')).encode({ arch: 'riscv64' }, call)).rejects.toMatchObject({ code: 'VIR_ERR_NO_SUPPORT' });
});
