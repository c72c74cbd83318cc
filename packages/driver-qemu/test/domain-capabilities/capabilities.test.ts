import { describe, expect, test } from '@jest/globals';
import type { DomainCapabilities } from '@virtweave/core-conf';
import { QemuCapabilities, type Accelerator, type QemuCapabilitiesData, type QemuCpuModel } from '../../src/capabilities/index.ts';
import { qemuDomainCapabilities, type DomainCapabilitiesFacts, type QemuGuestKind } from '../../src/domain-capabilities/index.ts';

const machine = (name: string, maxCpus: number): object => ({
  name, maxCpus, hotplugCpus: true, isDefault: false, numaMemSupported: false, deprecated: false,
});
const cpu = (name: string, more: Partial<QemuCpuModel> = {}): QemuCpuModel => ({ name, usable: true, blockers: [], deprecated: false, ...more });

function emulator(flags: readonly string[], more: Partial<QemuCapabilitiesData> = {}): QemuCapabilities {
  const machines = [machine('pc-q35-9.0', 288), machine('pc-i440fx-9.0', 255), machine('virt-9.0', 512), machine('pseries-9.0', 2048)];
  const accelerator = { machines, cpus: [cpu('zeta'), cpu('host'), cpu('alpha', { usable: false, blockers: ['x'], deprecated: true })] };
  return new QemuCapabilities({
    emulator: '/bin/qemu', emulatorCtime: 0, selfCtime: 0, selfVersion: 0, version: 9000000, microcodeVersion: 0, arch: 'x86_64',
    flags: new Set(flags),
    accelerators: new Map<Accelerator, never>([['kvm', accelerator as never], ['tcg', accelerator as never]]),
    gic: [{ version: 3, kernel: true, emulated: true }, { version: 2, kernel: false, emulated: true }],
    ...more,
  });
}

const facts: DomainCapabilitiesFacts = {
  hostArch: 'x86_64', firmware: { interfaces: ['efi'], secure: false, images: [] }, loaders: ['/fw.fd'], tpmVersions: ['2.0'], vfio: false,
};
const ask = (
  capabilities: QemuCapabilities,
  guest: Partial<QemuGuestKind> = {},
  more: Partial<DomainCapabilitiesFacts> = {},
): DomainCapabilities =>
  qemuDomainCapabilities(capabilities, { virtType: 'kvm', machine: 'pc-q35-9.0', arch: 'x86_64', ...guest }, { ...facts, ...more });

describe('domain capabilities of an emulator', () => {
  test('depend on its flags', () => {
    const few = ask(emulator([]));
    expect(few.devices.redirdev).toEqual({ supported: false });
    expect(few.devices.tpm).toEqual({ supported: false });
    expect(few.devices.disk?.model).toEqual(['virtio']);
    const many = ask(emulator(['usb-redir', 'tpm-tis', 'tpm-emulator', 'virtio-pci-non-transitional', 'memory-backend-memfd']));
    expect(many.devices.redirdev?.bus).toEqual(['usb']);
    expect(many.devices.tpm).toEqual({ supported: true, model: ['tpm-tis'], backendModel: ['emulator', 'external'], backendVersion: ['2.0'] });
    expect(many.devices.disk?.model).toHaveLength(3);
    expect(many.memoryBacking?.sourceType).toEqual(['file', 'anonymous', 'memfd']);
  });

  test('depend on the machine', () => {
    const buses = (machine: string, arch = 'x86_64'): unknown => ask(emulator([]), { machine, arch }).devices.disk?.bus;
    expect(buses('pc-q35-9.0')).toEqual(['fdc', 'scsi', 'virtio']);
    expect(buses('pc-i440fx-9.0')).toEqual(['ide', 'fdc', 'scsi', 'virtio']);
    expect(buses('pseries-9.0', 'ppc64')).toEqual(['scsi', 'virtio']);
    const gic = (virtType: 'kvm' | 'qemu'): unknown => ask(emulator([]), { machine: 'virt-9.0', arch: 'aarch64', virtType }).features.gic;
    expect(gic('kvm')).toEqual({ supported: true, version: ['3'] });
    expect(gic('qemu')).toEqual({ supported: true, version: ['2', '3'] });
  });

  test('have no more CPUs than the machine, and the kernel, allow', () => {
    expect(ask(emulator([])).maxVcpus).toBe(288);
    expect(ask(emulator([]), {}, { kvmMaxVcpus: 100 }).maxVcpus).toBe(100);
    expect(ask(emulator([]), { virtType: 'qemu' }, { kvmMaxVcpus: 100 }).maxVcpus).toBe(288);
    expect(ask(emulator([]), { machine: 'other' })).not.toHaveProperty('maxVcpus');
  });

  test('name the CPU models that emulator and database know', () => {
    const { custom } = ask(emulator([]), {}, {
      cpuModels: [{ name: 'alpha', vendor: 'Acme' }, { name: 'alpha-v1', canonical: 'alpha' }, { name: 'zeta' }],
    }).cpu;
    expect(custom?.models).toEqual([
      { name: 'alpha', usable: 'no', vendor: 'Acme', canonical: 'alpha-v1', deprecated: true, blockers: ['x'] },
      { name: 'zeta', usable: 'yes', vendor: 'unknown' },
    ]);
  });

  test('pass the host CPU through only with hardware, on its own architecture', () => {
    const modes = (guest: Partial<QemuGuestKind>, hostArch = 'x86_64'): boolean[] => {
      const { hostPassthrough, hostModel } = ask(emulator([]), guest, { hostArch, hostModel: { model: { name: 'zeta' } }, physicalAddressBits: 46 }).cpu;
      return [hostPassthrough?.supported === true, hostModel?.supported === true, hostModel?.maxphysaddr?.limit === 46];
    };
    expect(modes({})).toEqual([true, true, true]);
    expect(modes({ virtType: 'qemu' })).toEqual([false, true, false]);
    expect(modes({}, 'aarch64')).toEqual([false, false, false]);
  });

  test('tell what memory can be encrypted', () => {
    const sev = { cbitpos: 51, reducedPhysBits: 1, pdh: '', certChain: '' };
    const { features } = ask(emulator(['sev-snp-guest'], { sev }), {}, { sevGuests: { plain: 5, encryptedState: 9 } });
    expect(features.sev).toEqual({ supported: true, cbitpos: 51, reducedPhysBits: 1, maxGuests: 5, maxESGuests: 9 });
    expect(features.launchSecurity).toEqual({ supported: true, sectype: ['sev', 'sev-snp'] });
    expect(ask(emulator([])).features.launchSecurity).toEqual({ supported: false });
  });
});
