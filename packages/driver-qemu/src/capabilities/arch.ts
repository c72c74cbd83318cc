/** QEMU's names of architectures (`query-target`) where libvirt says something else. */
const names: ReadonlyMap<string, string> = new Map([
  ['arm', 'armv7l'],
  ['i386', 'i686'],
  ['or1k', 'or32'],
]);

/** libvirt's name for QEMU's target. */
export function archFromTarget(target: string): string {
  return names.get(target) ?? target;
}

/** QEMU's name (`qemu-system-NAME`) for libvirt's architecture. */
export function targetFromArch(arch: string): string {
  for (const [target, name] of names) if (name === arch) return target;
  // Little-endian POWER is an operating mode, not another machine.
  return arch === 'ppc64le' ? 'ppc64' : arch;
}

export function isX86(arch: string): boolean {
  return arch === 'x86_64' || arch === 'i686';
}

export function isArm(arch: string): boolean {
  return arch === 'aarch64' || arch === 'armv6l' || arch === 'armv7b' || arch === 'armv7l';
}

/** Architectures whose interrupt controller (GIC) comes in versions. */
export function hasGic(arch: string): boolean {
  return arch === 'aarch64' || arch === 'armv7l';
}
