import type { Call, Peers } from '@virtweave/core-api';
import { formatDomainCapabilities, type HostCpuDefinition } from '@virtweave/core-conf';
import { getLogger, isVirtError, VirtError, type Logger } from '@virtweave/core-util';
import {
  archFromTarget,
  describeHost,
  findEmulator,
  formatCapabilities,
  guestOf,
  listEmulators,
  type QemuCapabilities,
  type QemuVirtType,
} from '../capabilities/index.ts';
import { cpuFacts, qemuDomainCapabilities, type DomainCapabilitiesFacts, type QemuGuestKind } from '../domain-capabilities/index.ts';
import { hasVfio, physicalAddressBits, presentLoaders, swtpmVersions } from '../domain-capabilities/facts.ts';
import { hostArch } from '../engine/definitions.ts';
import type { QemuEngine } from '../engine/engine.ts';
import { installedFirmwares } from '../engine/firmwares.ts';
import { acceleratorOf } from '../definition/options.ts';
import { supportedFirmware } from '../firmware/index.ts';
import type { Members } from './members.ts';

const log: Logger = getLogger('qemu.qemu_capabilities');

/** What guests can have here. */
export function capabilityMembers(engine: QemuEngine, peers: Peers): Members<'connectGetCapabilities' | 'connectGetDomainCapabilities'> {
  return {
    async connectGetCapabilities(call) {
      const { host } = engine;
      const emulators = await listEmulators(host);
      const [machine, cpu, bits, ...guests] = await Promise.all([
        describeHost(host),
        hostCpu(peers, await hostArch(engine), call),
        physicalAddressBits(host, call.signal === undefined ? {} : { signal: call.signal }),
        ...[...emulators.values()].map(async (path) => guestOf(await engine.capabilities.lookup(path))),
      ]);
      const known = cpu === undefined ? {} : { cpu: bits > 0 ? { ...cpu, maxphysaddr: { mode: 'emulate' as const, bits } } : cpu };
      return formatCapabilities({ ...machine, ...known }, guests);
    },
    async connectGetDomainCapabilities(emulator, arch, machine, virtType, _flags, call) {
      const { capabilities, guest } = await chosenEmulator(engine, { emulator, arch, machine, virtType });
      const [facts, cpu] = await Promise.all([factsFor(engine, guest, call), cpuFactsFor(peers, capabilities, guest, call)]);
      return formatDomainCapabilities(qemuDomainCapabilities(capabilities, guest, { ...facts, ...cpu }));
    },
  };
}

interface Question {
  readonly emulator: string | undefined;
  readonly arch: string | undefined;
  readonly machine: string | undefined;
  readonly virtType: string | undefined;
}

/** The emulator that is meant, and the guests, with what the question leaves open (`virQEMUCapsCacheLookupDefault`). */
export async function chosenEmulator(engine: QemuEngine, question: Question): Promise<{ capabilities: QemuCapabilities; guest: QemuGuestKind }> {
  const wanted = question.virtType === undefined ? undefined : virtTypeOf(question.virtType);
  const capabilities = await emulatorFor(engine, question);
  const { emulator } = capabilities;
  // The emulator of a 64-bit PC runs 32-bit guests, too.
  const arch = question.arch ?? capabilities.arch;
  if (arch !== capabilities.arch && !(arch === 'i686' && capabilities.arch === 'x86_64')) {
    throw invalid(`architecture from emulator '${capabilities.arch}' doesn't match given architecture '${arch}'`);
  }
  const virtType = wanted ?? capabilities.preferredVirtType;
  if (virtType === 'kvm' && !capabilities.supportsVirtType('kvm')) throw invalid(`KVM is not supported by '${emulator}' on this host`);
  if (!capabilities.supportsVirtType(virtType)) throw invalid(`'${virtType}' is not supported by '${emulator}' on this host`);
  const accelerator = acceleratorOf(virtType);
  const machine =
    question.machine === undefined ? capabilities.preferredMachine(accelerator) : capabilities.machine(question.machine, accelerator);
  if (machine === undefined) throw invalid(`the machine '${question.machine ?? ''}' is not supported by emulator '${emulator}'`);
  return { capabilities, guest: { virtType, machine: machine.name, arch } };
}

function virtTypeOf(name: string): QemuVirtType {
  if (name === 'kvm' || name === 'qemu' || name === 'hvf') return name;
  throw invalid(`unknown virttype: ${name}`);
}

async function emulatorFor(engine: QemuEngine, { emulator, arch }: Question): Promise<QemuCapabilities> {
  if (emulator !== undefined) return engine.capabilities.lookup(emulator);
  const wanted = arch === undefined ? await hostArch(engine) : archFromTarget(arch);
  const found = await findEmulator(engine.host, wanted);
  if (found === undefined) throw invalid(`unable to find any emulator to serve '${wanted}' architecture`);
  return engine.capabilities.lookup(found);
}

async function factsFor(engine: QemuEngine, guest: QemuGuestKind, { signal }: Call): Promise<DomainCapabilitiesFacts> {
  const { host, scope } = engine;
  const call = signal === undefined ? {} : { signal };
  const firmwares = await installedFirmwares(host, { ...(scope.userConfig !== undefined && { userConfig: scope.userConfig }), ...call });
  const firmware = supportedFirmware(firmwares, guest.machine, guest.arch);
  const [loaders, tpmVersions, vfio, bits, arch] = await Promise.all([
    presentLoaders(host, firmware, call),
    swtpmVersions(host, call),
    hasVfio(host, call),
    physicalAddressBits(host, call),
    hostArch(engine),
  ]);
  return { hostArch: arch, firmware, loaders, tpmVersions, vfio, physicalAddressBits: bits };
}

/** Without the CPU service the emulator's own names are all that can be told. */
async function cpuFactsFor(
  peers: Peers,
  capabilities: QemuCapabilities,
  { arch, virtType }: QemuGuestKind,
  call: Call,
): Promise<Pick<DomainCapabilitiesFacts, 'hostModel' | 'cpuModels'>> {
  if (!(await peers.has('cpu'))) return {};
  return cpuFacts(peers.cpu(arch), capabilities, virtType, await hostCpu(peers, arch, call), call);
}

/** The CPU of this machine; undefined when nobody can tell it. */
async function hostCpu(peers: Peers, arch: string, call: Call): Promise<HostCpuDefinition | undefined> {
  if (!(await peers.has('cpu'))) return undefined;
  try {
    return await peers.cpu(arch).host(call);
  } catch (error) {
    if (!isVirtError(error)) throw error;
    log.info(`the host's CPU is not known: ${error.message}`);
    return undefined;
  }
}

function invalid(detail: string): VirtError {
  return new VirtError('VIR_ERR_INVALID_ARG', detail, { domain: 'VIR_FROM_QEMU' });
}
