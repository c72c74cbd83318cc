import { describe, expect, test } from '@jest/globals';
import type { CpuService, HypervisorHostCpus } from '@virtweave/core-api';
import { parseDomain, type Cpu, type Domain } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import { QemuCapabilities, type QemuCpuModel } from '../../src/capabilities/index.ts';
import { prepareGuestCpu, type GuestCpuContext } from '../../src/cpu/index.ts';

const model = (name: string, usable: boolean, blockers: readonly string[] = []): QemuCpuModel => ({ name, usable, blockers, deprecated: false });

const capabilities = new QemuCapabilities({
  emulator: '/usr/bin/qemu-system-x86_64',
  emulatorCtime: 0,
  selfCtime: 0,
  selfVersion: 0,
  flags: new Set(['kvm', 'tcg']),
  version: 7_002_000,
  microcodeVersion: 0,
  arch: 'x86_64',
  accelerators: new Map([
    ['kvm', { machines: [], cpus: [model('Nehalem', true), model('Haswell', false, ['hle', 'rtm'])] }],
    ['tcg', { machines: [], cpus: [model('qemu64', true)] }],
  ]),
  gic: [],
});

const host: HypervisorHostCpus = {
  reported: { mode: 'custom', match: 'exact', model: { name: 'Nehalem' }, features: [{ name: 'invtsc', policy: 'require' }] },
  migratable: { mode: 'custom', match: 'exact', model: { name: 'Nehalem' } },
  full: { arch: 'x86_64', model: { name: 'Nehalem' } },
};

/** A service that notes what it is asked. */
function service(asked: string[]): CpuService {
  const answer = {
    arch: 'x86_64',
    compare: async () => (asked.push('compare'), 'superset' as const),
    convertLegacy: async (cpu: Cpu) => cpu,
    update: async (cpu: Cpu, from?: Cpu) => {
      asked.push('update');
      if (cpu.mode !== 'host-model') return cpu;
      const features = [{ name: 'vmx', policy: 'require' as const }, { name: 'cmt', policy: 'require' as const }];
      return { ...cpu, mode: 'custom' as const, match: 'exact' as const, model: { ...from?.model, fallback: 'allow' as const }, features };
    },
    translate: async (cpu: Cpu) => (asked.push('translate'), cpu),
  };
  return answer as unknown as CpuService;
}

/** What is handed out when the package is not there. */
const absent = new Proxy({} as CpuService, {
  get: () => async () => {
    throw new VirtError('VIR_ERR_NO_SUPPORT', '@virtweave/secondary-cpu is not installed: npm install @virtweave/secondary-cpu');
  },
});

function guest(cpu: string, type: string = 'kvm'): Domain {
  return parseDomain(`<domain type='${type}'><name>g</name><memory>1</memory><os><type arch='x86_64' machine='pc'>hvm</type></os>${cpu}</domain>`);
}

const withService = (asked: string[]): GuestCpuContext => ({
  capabilities,
  service: service(asked),
  hasService: true,
  hostArch: 'x86_64',
  hostCpus: async () => host,
});

const withoutService: GuestCpuContext = {
  capabilities,
  service: absent,
  hasService: false,
  hostArch: 'x86_64',
  hostCpus: () => absent.models({} as never) as Promise<never>,
};

describe('with the service', () => {
  test('host-model becomes a model; what QEMU has no property for is left out', async () => {
    const domain = guest("<cpu mode='host-model' check='partial'/>");
    const asked: string[] = [];
    await prepareGuestCpu(domain, withService(asked));
    expect(domain.cpu).toMatchObject({ mode: 'custom', model: { name: 'Nehalem', fallback: 'forbid' } });
    expect(domain.cpu?.features).toEqual([{ name: 'vmx', policy: 'require' }]);
    expect(asked).toEqual(['update', 'translate']);
  });

  test.each([
    ['a model that QEMU says can be used is not compared', '<model>Nehalem</model>', false],
    ['one with more than the model has is', "<model>Nehalem</model><feature policy='require' name='aes'/>", true],
    ['one that cannot be used is', '<model>Haswell</model>', true],
    [
      'unless what keeps it from running is switched off',
      "<model>Haswell</model><feature policy='disable' name='hle'/><feature policy='disable' name='rtm'/>",
      false,
    ],
  ])('%s', async (_, inner, compared) => {
    const asked: string[] = [];
    await prepareGuestCpu(guest(`<cpu mode='custom' match='exact' check='partial'>${inner}</cpu>`), withService(asked));
    expect(asked.includes('compare')).toBe(compared);
  });

  test('host-passthrough is left alone; the translator does not have it', async () => {
    const asked: string[] = [];
    const domain = guest("<cpu mode='host-passthrough'/>");
    await prepareGuestCpu(domain, withService(asked));
    expect(asked).toEqual([]);
    await expect(prepareGuestCpu(guest("<cpu mode='host-passthrough'/>", 'qemu'), withService(asked))).rejects.toThrow(
      "CPU mode 'host-passthrough' for x86_64 qemu domain on x86_64 host is not supported by hypervisor",
    );
  });

  test('a host that nobody knows has no host-model', async () => {
    const context = { ...withService([]), hostCpus: async () => undefined };
    await expect(prepareGuestCpu(guest("<cpu mode='host-model'/>"), context)).rejects.toMatchObject({
      code: 'VIR_ERR_CONFIG_UNSUPPORTED',
    });
  });
});

describe('without the service', () => {
  test.each([
    ['no CPU', '', 'qemu'],
    ['a topology', "<cpu><topology sockets='1' cores='1' threads='1'/></cpu>", 'kvm'],
    ['host-passthrough', "<cpu mode='host-passthrough'/>", 'kvm'],
    ['maximum', "<cpu mode='maximum'/>", 'qemu'],
    ['a model that nobody checks', "<cpu mode='custom' match='exact' check='none'><model>qemu64</model></cpu>", 'qemu'],
  ])('%s starts', async (_, cpu, type) => {
    const domain = guest(cpu, type);
    const before = structuredClone(domain.cpu);
    await prepareGuestCpu(domain, withoutService);
    expect(domain.cpu).toEqual(before);
  });

  test.each([
    ["<cpu mode='host-model'/>", 'kvm'],
    ["<cpu mode='custom' match='exact' check='partial'><model>Nehalem</model></cpu>", 'kvm'],
    ["<cpu mode='custom' match='minimum' check='none'><model>Nehalem</model></cpu>", 'kvm'],
    ["<cpu mode='custom' match='exact' check='none'><model>Opteron_G1</model></cpu>", 'kvm'],
  ])('%s needs it, and is told what to install', async (cpu, type) => {
    await expect(prepareGuestCpu(guest(cpu, type), withoutService)).rejects.toMatchObject({
      code: 'VIR_ERR_NO_SUPPORT',
      message: expect.stringContaining('npm install @virtweave/secondary-cpu') as never,
    });
  });
});
