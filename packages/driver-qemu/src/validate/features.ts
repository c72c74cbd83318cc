import type { Domain, Features, Hyperv } from '@virtweave/core-conf';
import { isArm, isX86 } from '../capabilities/arch.ts';
import { acceleratorOf, type DefinitionContext } from '../definition/options.ts';
import { boardOf, type Board } from '../definition/machine.ts';
import { unsupported, wrong } from './refuse.ts';

/** Features that only some machines have (`qemuValidateDomainDefFeatures`). */
export function validateFeatures(domain: Domain, context: DefinitionContext): void {
  const { features, os } = domain;
  if (features === undefined) return;
  const arch = os.type.arch ?? '';
  const machine = os.type.machine ?? '';
  const board = boardOf(domain);
  for (const [name, belongs] of machineFeatures) {
    const value = features[featureKeys[name] ?? (name as keyof Features)];
    if (value === undefined) continue;
    if (!belongs(board, arch)) {
      throw unsupported(
        `The '${name}' feature is not supported for architecture '${arch}' or machine type '${machine}'`,
      );
    }
  }
  if (features.apic?.eoi !== undefined && !isX86(arch)) {
    throw unsupported(
      `The 'eoi' attribute of the 'apic' feature is not supported for architecture '${arch}' or machine type '${machine}'`,
    );
  }
  validateSwitches(domain, features, context);
  if (features.hyperv !== undefined) validateHyperv(domain, features.hyperv);
}

const x86 = (_board: Board, arch: string): boolean => isX86(arch);
const pseries = (board: Board): boolean => board === 'pseries';

const machineFeatures: readonly (readonly [name: string, belongs: (board: Board, arch: string) => boolean])[] = [
  ['ioapic', x86],
  ['hpt', pseries],
  ['htm', pseries],
  ['nested-hv', pseries],
  ['ccf-assist', pseries],
  ['cfpc', pseries],
  ['sbbc', pseries],
  ['ibs', pseries],
  ['gic', (board) => board === 'arm-virt'],
  ['smm', x86],
  ['vmport', x86],
  ['vmcoreinfo', (_board, arch) => isX86(arch) || isArm(arch)],
  ['ras', (board) => board === 'arm-virt'],
  ['ps2', x86],
  ['aia', (board) => board === 'riscv-virt'],
];

const featureKeys: { readonly [name: string]: keyof Features } = {
  'nested-hv': 'nestedHv',
  'ccf-assist': 'ccfAssist',
};

/** Before firmware is looked at: what cannot have ACPI needs none for it. */
export function validateAcpi({ features, os, type }: Domain, { capabilities }: DefinitionContext): void {
  const machine = os.type.machine ?? '';
  if (features?.acpi !== true) return;
  if (capabilities?.machine(machine, acceleratorOf(type))?.acpi === false) {
    throw unsupported(`machine type '${machine}' does not support ACPI`);
  }
}

function validateSwitches(domain: Domain, features: Features, context: DefinitionContext): void {
  const { os, type } = domain;
  if (features.ps2 !== undefined && !context.has('machine-i8042-opt')) {
    throw unsupported('ps2 feature state cannot be controlled with this QEMU binary');
  }
  if (features.vmport === true && features.ps2 === false) {
    throw unsupported('vmport feature requires the ps2 feature not to be disabled');
  }
  if (features.pmu !== undefined && features.pmu === false && os.type.arch?.startsWith('ppc64') === true) {
    throw unsupported(`PMU is always enabled for architecture '${os.type.arch}'`);
  }
  const { tseg } = features.smm ?? {};
  if (tseg !== undefined && tseg.size !== 0) validateTseg(domain, tseg, context);
  if (features.tcg !== undefined) {
    if (type !== 'qemu') throw unsupported(`TCG features are incompatible with domain type '${type}'`);
    if ((features.tcg.tbCache ?? 0) % 1024 !== 0) {
      throw unsupported('tb-cache size must be an integer multiple of MiB');
    }
  }
  if (features.kvm?.dirtyRing?.state === true) {
    const { size = 0 } = features.kvm.dirtyRing;
    if (size < 1024 || size > 65536 || !Number.isInteger(Math.log2(size))) {
      throw wrong('dirty ring must be power of 2 and ranges [1024, 65536]');
    }
  }
}

const scales: { readonly [unit: string]: number } = {
  B: 1, bytes: 1, KB: 1e3, KiB: 1024, K: 1024, k: 1024, MB: 1e6, MiB: 2 ** 20, M: 2 ** 20, GB: 1e9, GiB: 2 ** 30, G: 2 ** 30,
};

function validateTseg(domain: Domain, { size, unit }: { size: number; unit: string }, context: DefinitionContext): void {
  if (boardOf(domain) !== 'q35') throw unsupported('SMM TSEG is only supported with q35 machine type');
  if (!context.has('mch.extended-tseg-mbytes')) throw unsupported('Setting TSEG size is not supported with this QEMU binary');
  if ((size * (scales[unit] ?? 1)) % 2 ** 20 !== 0) throw unsupported('SMM TSEG size must be divisible by 1 MiB');
}

/** What one enlightenment needs of the others. */
const needs: readonly (readonly [name: string, key: keyof Hyperv, needed: string, neededKey: keyof Hyperv])[] = [
  ['stimer', 'stimer', 'synic', 'synic'],
  ['synic', 'synic', 'vpindex', 'vpindex'],
  ['tlbflush', 'tlbflush', 'vpindex', 'vpindex'],
  ['ipi', 'ipi', 'vpindex', 'vpindex'],
  ['evmcs', 'evmcs', 'vapic', 'vapic'],
];

function validateHyperv({ os }: Domain, hyperv: Hyperv): void {
  const arch = os.type.arch ?? '';
  if (!isX86(arch) && arch !== 'aarch64') {
    throw unsupported(
      `Hyperv features are not supported for architecture '${arch}' or machine type '${os.type.machine ?? ''}'`,
    );
  }
  if (hyperv.mode === 'passthrough') return;
  for (const [name, key, needed, neededKey] of needs) {
    if (isOn(hyperv[key]) && !isOn(hyperv[neededKey])) {
      throw unsupported(`'${name}' hyperv feature requires '${needed}' feature`);
    }
  }
  const { retries } = hyperv.spinlocks ?? {};
  if (hyperv.spinlocks?.state === true && retries !== undefined && retries < 0xfff) {
    throw wrong('HyperV spinlock retry count must be at least 4095');
  }
}

function isOn(value: Hyperv[keyof Hyperv]): boolean {
  return typeof value === 'object' ? value.state : value === true;
}
