import type { Domain } from '@virtweave/core-conf';
import { isArm, isX86 } from '../capabilities/arch.ts';
import type { DefinitionContext } from '../definition/options.ts';
import { unsupported } from './refuse.ts';

/** What `<cpu>` asks of QEMU (`qemuValidateDomainDefCpu`). */
export function validateCpu({ cpu, os }: Domain, { has }: DefinitionContext): void {
  if (cpu === undefined) return;
  const arch = os.type.arch ?? '';
  const { maxphysaddr, cache, mode } = cpu;
  if (maxphysaddr !== undefined) {
    if (!isX86(arch)) {
      throw unsupported(`CPU maximum physical address bits specification is not supported for '${arch}' architecture`);
    }
    const { bits = 0 } = maxphysaddr;
    if (maxphysaddr.mode === 'passthrough' && bits !== 0) {
      throw unsupported("CPU maximum physical address bits number specification cannot be used with mode='passthrough'");
    }
  }
  if (cache !== undefined) {
    if (!isX86(arch)) throw unsupported(`CPU cache specification is not supported for '${arch}' architecture`);
    const follows = mode === 'host-passthrough' || mode === 'maximum';
    if (cache.mode === 'emulate' && cache.level !== 3) {
      throw unsupported("CPU cache mode 'emulate' can only be used with level='3'");
    }
    if (cache.mode === 'passthrough') {
      if (!follows) {
        throw unsupported(
          "CPU cache mode 'passthrough' can only be used with 'host-passthrough' / 'maximum' CPUs",
        );
      }
      if (cache.level !== undefined) throw unsupported("unsupported CPU cache level for mode 'passthrough'");
    }
    if (cache.mode === 'disable' && cache.level !== undefined) {
      throw unsupported("unsupported CPU cache level for mode 'disable'");
    }
  }
  if (isArm(arch)) validateSve(cpu.features ?? []);
  if (mode === 'maximum' && !has('cpu-max') && !has(isX86(arch) ? 'x86-max-cpu' : 'arm-max-cpu')) {
    throw unsupported('maximum CPU is not supported by QEMU binary');
  }
}

/** Vectors of some length cannot be had without vectors. */
function validateSve(features: readonly { name: string; policy?: string }[]): void {
  const disabled = features.some(({ name, policy }) => name === 'sve' && policy === 'disable');
  if (disabled && features.some(({ name, policy }) => /^sve\d+$/.test(name) && policy !== 'disable')) {
    throw unsupported('SVE disabled, but SVE vector lengths provided');
  }
}
