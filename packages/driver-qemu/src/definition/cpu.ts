import type { Cpu, Domain } from '@virtweave/core-conf';
import { isArm, isX86 } from '../capabilities/arch.ts';
import { acceleratorOf, type DefinitionContext } from './options.ts';

/**
 * The CPU that a guest has when its document names none, and how exactly it is checked (`qemuDomainDefCPUPostParse`).
 */
export function completeCpu(domain: Domain, context: DefinitionContext): void {
  setDefaultModel(domain, context);
  const { cpu } = domain;
  if (cpu === undefined) return;
  const followsHost = cpu.mode === 'host-passthrough' || cpu.mode === 'maximum';
  if (followsHost && cpu.migratable === undefined && context.capabilities?.hasFlag('cpu.migratable') === true)
    cpu.migratable = true;
  if (isArm(domain.os.type.arch ?? '')) completeSve(cpu);
  if (cpu.check === undefined) setCheck(cpu, domain);
}

/** Vectors of some length need vectors. */
function completeSve({ features }: Cpu): void {
  const lengths = features?.some(({ name, policy }) => /^sve\d+$/.test(name) && policy === 'require') ?? false;
  if (lengths && features?.some(({ name }) => name === 'sve') === false)
    features.push({ name: 'sve', policy: 'require' });
}

function setCheck(cpu: Cpu, { type, os }: Domain): void {
  switch (cpu.mode) {
    case 'host-passthrough':
    case 'maximum':
      cpu.check = 'none';
      return;
    case 'host-model':
      cpu.check = 'partial';
      return;
    case 'custom':
      // The translator plays any CPU, so the host's is not asked.
      cpu.check = type === 'qemu' ? 'none' : isArm(os.type.arch ?? '') ? 'none' : 'partial';
      return;
    default:
  }
}

function setDefaultModel(domain: Domain, context: DefinitionContext): void {
  const { cpu, os } = domain;
  if (cpu !== undefined && (cpu.mode !== undefined || cpu.model?.name !== undefined)) return;
  const arch = os.type.arch ?? '';
  if (!hasCpuModels(arch)) return;
  // Elsewhere the emulator's default is one that only the translator can play.
  if (!isX86(arch) && arch !== 's390x' && !arch.startsWith('ppc64') && domain.type !== 'qemu') return;
  const { capabilities } = context;
  const name = capabilities?.machineDefaultCpu(os.type.machine ?? '', acceleratorOf(domain.type));
  if (name === undefined) return;
  const target = (domain.cpu ??= {});
  const s390 = arch === 's390x';
  if (name === 'host') {
    if (s390) target.mode = 'host-model';
    else target.mode = 'host-passthrough';
    return;
  }
  if (name === 'max') {
    target.mode = 'maximum';
    return;
  }
  target.mode = 'custom';
  target.match = 'exact';
  target.check = 'none';
  target.model = { name, fallback: 'forbid' };
}

/** Architectures whose CPU models are known to the driver. */
function hasCpuModels(arch: string): boolean {
  return isX86(arch) || isArm(arch) || /^(ppc64|ppc64le|s390x|s390|riscv32|riscv64|loongarch64)$/.test(arch);
}
