import { isX86 } from '../capabilities/arch.ts';

/** Names of libvirt's CPU database that QEMU writes in another way. */
const translated: ReadonlyMap<string, string> = new Map([
  ['cmp_legacy', 'cmp-legacy'],
  ['ds_cpl', 'ds-cpl'],
  ['fxsr_opt', 'fxsr-opt'],
  ['kvm_pv_eoi', 'kvm-pv-eoi'],
  ['kvm_pv_unhalt', 'kvm-pv-unhalt'],
  ['lahf_lm', 'lahf-lm'],
  ['nodeid_msr', 'nodeid-msr'],
  ['pclmuldq', 'pclmulqdq'],
  ['perfctr_core', 'perfctr-core'],
  ['perfctr_nb', 'perfctr-nb'],
  ['tsc_adjust', 'tsc-adjust'],
  ['vmx-invvpid-single-context-noglobals', 'vmx-invept-single-context-noglobals'],
]);

/** What QEMU calls a CPU feature. */
export function featureToQemu(name: string, arch: string | undefined): string {
  return (isX86(arch ?? '') ? translated.get(name) : undefined) ?? name;
}

const fromQemu: ReadonlyMap<string, string> = new Map([...translated].map(([name, qemu]) => [qemu, name]));

/** What libvirt calls a CPU feature of QEMU's. */
export function featureFromQemu(name: string, arch: string | undefined): string {
  return (isX86(arch ?? '') ? fromQemu.get(name) : undefined) ?? name;
}

const notProperties: ReadonlySet<string> = new Set(['cmt', 'mbm_total', 'mbm_local', 'osxsave', 'ospke', 'pconfig']);

/** Is it a feature of libvirt's map that QEMU does not have as a property, or no longer? */
export function unknownToQemu(name: string, arch: string): boolean {
  return isX86(arch) && notProperties.has(name);
}
