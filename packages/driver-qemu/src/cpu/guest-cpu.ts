import type { Call, CpuModelChoice, CpuService, HypervisorHostCpus } from '@virtweave/core-api';
import { localIdentity } from '@virtweave/core-api/driver';
import type { Cpu, Domain } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import { hypervisorCpu } from '../capabilities/hypervisor-cpu.ts';
import type { QemuCapabilities } from '../capabilities/index.ts';
import { acceleratorOf } from '../definition/options.ts';
import { unknownToQemu } from './feature-names.ts';
import { isNative } from './host-cpus.ts';

/** Who knows about CPUs when a guest starts. */
export interface GuestCpuContext {
  readonly capabilities: QemuCapabilities;
  readonly service: CpuService;
  /** The host's CPU for guests of this emulator. Asked for when it is needed. */
  readonly hostCpus: () => Promise<HypervisorHostCpus | undefined>;
  readonly hostArch: string;
  /** Is the service installed? What needs none of it can do without. */
  readonly hasService: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Turns the CPU that a document asks for into the one that QEMU is told (`qemuProcessUpdateGuestCPU`): host-model becomes a
 * model with features, a CPU is checked against the host's, a model that the emulator lacks becomes another. Changes the
 * domain, which is the running guest's copy.
 */
export async function prepareGuestCpu(domain: Domain, context: GuestCpuContext): Promise<void> {
  const { cpu, os } = domain;
  if (cpu === undefined || cpu.mode === undefined) return;
  // Only a topology.
  if (cpu.mode === 'custom' && cpu.model?.name === undefined) return;
  await checkMode(domain, cpu, context);
  if (cpu.mode === 'host-passthrough' || cpu.mode === 'maximum') return;
  if (!context.hasService && isLeftAlone(domain, cpu, context)) return;

  const { capabilities, service, signal } = context;
  const call: Call = { identity: localIdentity(), ...(signal !== undefined && { signal }) };
  const arch = os.type.arch ?? capabilities.arch;
  const models = hypervisorCpu(capabilities, acceleratorOf(domain.type))?.models;
  let wanted = await service.convertLegacy(cpu, call);
  // What host-model becomes is the host's, but for the older processor that a guest of POWER is to be compatible with.
  const comparable = wanted.mode === 'custom' || wanted.model?.name !== undefined;
  if (wanted.check === 'partial' && comparable && !isUsable(wanted, models, capabilities, domain)) {
    await service.compare((await context.hostCpus())?.full, wanted, true, call);
  }
  const host = followsHost(wanted) ? await context.hostCpus() : undefined;
  wanted = await service.update(wanted, host?.migratable, call);
  if (wanted.mode === 'custom') wanted = await service.translate(wanted, models, call);
  const features = wanted.features?.filter(({ name }) => !unknownToQemu(name, arch));
  const named = wanted.model?.name === undefined ? undefined : { ...wanted.model, fallback: 'forbid' as const };
  domain.cpu = { ...wanted, ...(named !== undefined && { model: named }), ...(features !== undefined && { features }) };
}

/** `virQEMUCapsIsCPUModeSupported`. */
async function checkMode(domain: Domain, cpu: Cpu, { capabilities, hostArch, hostCpus }: GuestCpuContext): Promise<void> {
  const { type, os } = domain;
  const arch = os.type.arch ?? capabilities.arch;
  const native = isNative(hostArch, arch);
  const supported =
    cpu.mode === 'host-passthrough'
      ? type !== 'qemu' && native
      : cpu.mode === 'host-model'
        ? native && (await hostCpus()) !== undefined
        : true;
  if (supported) return;
  const detail = `CPU mode '${cpu.mode}' for ${arch} ${type} domain on ${hostArch} host is not supported by hypervisor`;
  throw new VirtError('VIR_ERR_CONFIG_UNSUPPORTED', detail, { domain: 'VIR_FROM_QEMU' });
}

/** Does what it becomes depend on the host? */
function followsHost({ mode, match, features }: Cpu): boolean {
  return mode === 'host-model' || match === 'minimum' || features?.some(({ policy }) => policy === 'optional') === true;
}

/** A named model that nobody is to check, and that the emulator has, is told as it is. */
function isLeftAlone({ type }: Domain, cpu: Cpu, { capabilities }: GuestCpuContext): boolean {
  if (cpu.mode !== 'custom' || (cpu.check !== undefined && cpu.check !== 'none')) return false;
  if (followsHost(cpu)) return false;
  const models = capabilities.cpuModels(acceleratorOf(type));
  return models === undefined || models.some(({ name }) => name === cpu.model?.name);
}

/**
 * Says QEMU itself that the model runs here, perhaps without features that the document switches off? Then it need not be
 * compared, unless more is asked for than the model has.
 */
function isUsable(cpu: Cpu, models: readonly CpuModelChoice[] | undefined, capabilities: QemuCapabilities, { type }: Domain): boolean {
  const accelerator = acceleratorOf(type);
  const told = capabilities.cpuModels(accelerator)?.find(({ name }) => name === cpu.model?.name);
  if (cpu.mode !== 'custom' || told?.usable === undefined) return false;
  const features = cpu.features ?? [];
  if (features.some(({ policy }) => policy === 'require' || policy === 'forbid')) return false;
  const blockers = models?.find(({ name }) => name === cpu.model?.name)?.blockers ?? [];
  const off = new Set(features.filter(({ policy }) => policy === 'disable').map(({ name }) => name));
  return cpu.match === 'exact' && blockers.every((name) => off.has(name));
}
