import { localIdentity } from '@virtweave/core-api';
import {
  bhyveDomainCapabilities,
  emptyDomainCapabilities,
  formatDomainCapabilities,
  xenDomainCapabilities,
  type DomainCapabilities,
  type HostCpuDefinition,
  type VirtType,
} from '@virtweave/core-conf';
import { parseQemuCapabilities, QemuCapabilities, type QemuVirtType } from '@virtweave/driver-qemu/capabilities';
import { readDescriptorFiles } from '@virtweave/driver-qemu/descriptors';
import { cpuFacts, qemuDomainCapabilities } from '@virtweave/driver-qemu/domain-capabilities';
import { firmwaresOf, supportedFirmware } from '@virtweave/driver-qemu/firmware';
import { openCpuService } from '@virtweave/secondary-cpu';
import type { Adapter, CaseFiles } from '../adapter.ts';
import { hostWithDescriptors } from '../qemu/descriptors.ts';

interface DomainCapsCase {
  readonly driver?: 'qemu' | 'libxl' | 'bhyve';
  readonly emulator: string;
  readonly machine: string | null;
  readonly arch: string;
  readonly virtType: VirtType;
  readonly input?: string;
  readonly swtpmVersions?: readonly string[];
  readonly firmwares?: readonly string[];
  readonly bhyveCaps?: readonly string[];
}

/** What guests of a kind can have under an emulator. */
export const run: Adapter = async (testCase, files) => {
  return { expected: formatDomainCapabilities(await describe(testCase as unknown as DomainCapsCase, files)) };
};

async function describe(testCase: DomainCapsCase, files: CaseFiles): Promise<DomainCapabilities> {
  const { driver, emulator: path, machine, arch, virtType: domain, firmwares = [], bhyveCaps = [] } = testCase;
  const guest = { path, domain, arch, ...(machine !== null && { machine }) };
  switch (driver) {
    case 'qemu':
      return ofQemu(testCase, files);
    case 'libxl':
      return xenDomainCapabilities(guest, firmwares);
    case 'bhyve':
      return bhyveDomainCapabilities(guest, {
        bootrom: bhyveCaps.includes('LPC_BOOTROM'),
        framebuffer: bhyveCaps.includes('FBUF'),
        firmwares,
      });
    default:
      return emptyDomainCapabilities(guest);
  }
}

async function ofQemu({ emulator, machine, arch, virtType, input, swtpmVersions = [] }: DomainCapsCase, files: CaseFiles): Promise<DomainCapabilities> {
  const read = parseQemuCapabilities(await files.read(String(input)));
  const accelerator = read.hasFlag('kvm') ? 'kvm' : 'tcg';
  const capabilities = new QemuCapabilities({ ...read.data, emulator });
  const name =
    machine === null ? capabilities.preferredMachine(accelerator)?.name : capabilities.canonicalMachine(machine, accelerator);
  if (name === undefined) throw new Error('the emulator has no machine');
  const host = await hostWithDescriptors(files, 'qemufirmwaredata');
  const installed = firmwaresOf(await readDescriptorFiles(host, 'firmware', { userConfig: '/home/user/.config' }));
  const service = await openCpuService(arch, async () => {
    throw new Error('the suite has no machine');
  });
  const cpu = await cpuFacts(service, capabilities, virtType as QemuVirtType, await hostCpu(arch, files), { identity: localIdentity() });
  return qemuDomainCapabilities(
    capabilities,
    { virtType: virtType as QemuVirtType, machine: name, arch },
    {
      ...cpu,
      hostArch: arch,
      firmware: supportedFirmware(installed, name, arch),
      loaders: ['/obviously/fake/firmware1.fd', '/obviously/fake/firmware2.fd'],
      kvmMaxVcpus: 2 ** 31 - 1,
      tpmVersions: swtpmVersions,
      vfio: true,
      // What leaf 0x8000001f of the pretended CPU says.
      sevGuests: { plain: 509 - 451 + 1, encryptedState: 451 - 1 },
      physicalAddressBits: arch === 's390x' ? 0 : 64,
    },
  );
}

interface HostCpuFact {
  readonly model?: string;
  readonly vendor?: string;
  readonly features?: readonly string[];
}

/** The CPU of the pretended host. */
async function hostCpu(arch: string, files: CaseFiles): Promise<HostCpuDefinition | undefined> {
  const { byArch } = JSON.parse(await files.read('common/facts/host-cpus.json')) as { byArch: Record<string, HostCpuFact | null> };
  const fact = byArch[{ x86_64: 'x86', i686: 'x86', s390x: 's390' }[arch] ?? arch];
  if (fact?.model === undefined) return undefined;
  const { model, vendor, features = [] } = fact;
  return { arch, model: { name: model }, ...(vendor !== undefined && { vendor }), features: features.map((name) => ({ name })) };
}
