import type { Domain, HostCpuDefinition } from '@virtweave/core-conf';
import { hypervisorCpu, type QemuCapabilities } from '@virtweave/driver-qemu/capabilities';
import { computeHostCpus, prepareGuestCpu } from '@virtweave/driver-qemu/cpu';
import { openCpuService } from '@virtweave/secondary-cpu';
import type { CaseFiles } from '../adapter.ts';

interface HostCpuFact {
  readonly arch: string;
  readonly model?: string;
  readonly vendor?: string;
  readonly features?: readonly string[];
}

interface HostCpuFacts {
  readonly byModel: Readonly<Record<string, HostCpuFact>>;
  readonly byArch: Readonly<Record<string, HostCpuFact>>;
}

/** The CPU of a pretended host, by the name of its model or of an architecture; undefined where it has no model. */
export async function pretendedCpu(files: CaseFiles, by: 'byModel' | 'byArch', name: string): Promise<HostCpuDefinition | undefined> {
  const facts = JSON.parse(await files.read('common/facts/host-cpus.json')) as HostCpuFacts;
  const { arch, model, vendor, features = [] } = facts[by][name] ?? { arch: '' };
  if (model === undefined) return undefined;
  return { arch, model: { name: model }, ...(vendor !== undefined && { vendor }), features: features.map((feature) => ({ name: feature })) };
}

/** Decides the guest's CPU as a start does, on the host of the case. */
export async function prepareCaseCpu(
  testCase: Readonly<Record<string, unknown>>,
  files: CaseFiles,
  domain: Domain,
  capabilities: QemuCapabilities,
): Promise<void> {
  const arch = String(testCase['arch']);
  const service = await openCpuService(arch, () => Promise.reject(new Error('the suite has no machine')));
  const given = testCase['hostCpuModel'] as string | undefined;
  const usual = /^(x86_64|i686)$/.test(arch) ? 'core2duo' : arch.startsWith('ppc64') ? 'POWER8' : undefined;
  const name = given ?? usual;
  const hostCpu = async (): Promise<HostCpuDefinition | undefined> =>
    name === undefined ? undefined : pretendedCpu(files, 'byModel', name);
  const answer = hypervisorCpu(capabilities, domain.type === 'kvm' || domain.type === 'hvf' ? domain.type : 'tcg');
  // With a host of the case's own nothing that the recording tells of its host counts.
  const { models } = answer ?? {};
  const told = given === undefined ? answer : { properties: [], migratability: false, ...(models !== undefined && { models }) };
  await prepareGuestCpu(domain, {
    capabilities,
    service,
    hasService: true,
    hostArch: arch,
    hostCpus: () => computeHostCpus(service, told, { hostCpu }),
  });
}
