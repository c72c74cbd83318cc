import type { Call, CpuService, HypervisorCpu, HypervisorHostCpus } from '@virtweave/core-api';
import { localIdentity } from '@virtweave/core-api/driver';
import type { HostCpuDefinition } from '@virtweave/core-conf';
import { isVirtError } from '@virtweave/core-util';
import { unknownToQemu } from './feature-names.ts';
import { hypervisorCpu } from '../capabilities/hypervisor-cpu.ts';
import type { QemuCapabilities } from '../capabilities/index.ts';
import type { Accelerator } from '../capabilities/index.ts';

export interface HostCpuFacts {
  /** libvirt's name of the machine's architecture. */
  readonly hostArch: string;
  /** The machine's own CPU; default: the service is asked for it. */
  readonly hostCpu?: () => Promise<HostCpuDefinition | undefined>;
}

type Found = Promise<HypervisorHostCpus | undefined>;
const known = new WeakMap<QemuCapabilities, Map<Accelerator, Found>>();

/**
 * The host's CPU as guests of an emulator can have it; undefined when it cannot be told, or when the guests' architecture is
 * another. Asked once for each emulator and accelerator.
 *
 * @throws VirtError `VIR_ERR_NO_SUPPORT` when there is no CPU service
 */
export function hostCpusFor(
  service: CpuService,
  capabilities: QemuCapabilities,
  accelerator: Accelerator,
  facts: HostCpuFacts,
): Promise<HypervisorHostCpus | undefined> {
  const kept = known.get(capabilities) ?? new Map<Accelerator, Found>();
  known.set(capabilities, kept);
  let found = kept.get(accelerator);
  if (found === undefined) {
    const native = isNative(facts.hostArch, capabilities.arch);
    found = native ? computeHostCpus(service, hypervisorCpu(capabilities, accelerator), facts) : Promise.resolve(undefined);
    // A package may be installed later.
    found.catch(() => kept.delete(accelerator));
    kept.set(accelerator, found);
  }
  return found;
}

/** The same from an emulator's answer alone. */
export async function computeHostCpus(
  service: CpuService,
  answer: HypervisorCpu | undefined,
  { hostCpu }: Pick<HostCpuFacts, 'hostCpu'>,
): Promise<HypervisorHostCpus | undefined> {
  const call: Call = { identity: localIdentity() };
  const host = await (hostCpu?.() ?? ownCpu(service, call));
  return service.hypervisorHost(answer, asQemuSees(host), call);
}

/** Without what no guest of QEMU can be given. */
function asQemuSees(host: HostCpuDefinition | undefined): HostCpuDefinition | undefined {
  if (host?.features === undefined) return host;
  return { ...host, features: host.features.filter(({ name }) => !unknownToQemu(name, host.arch)) };
}

/** A machine whose CPU cannot be told still has guests: what QEMU tells is enough. */
async function ownCpu(service: CpuService, call: Call): Promise<HostCpuDefinition | undefined> {
  try {
    return await service.host(call);
  } catch (error) {
    if (isVirtError(error)) return undefined;
    throw error;
  }
}

/** Does the host run this architecture's instructions by itself (`virQEMUCapsGuestIsNative`)? */
export function isNative(host: string, guest: string): boolean {
  return (
    host === guest ||
    (host === 'x86_64' && guest === 'i686') ||
    (host === 'aarch64' && guest === 'armv7l') ||
    (host.startsWith('ppc64') && guest.startsWith('ppc64'))
  );
}
