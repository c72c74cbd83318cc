/**
 * The machine for a domain that names none. libvirt fixed these when each architecture got its first guests, so that a
 * new emulator does not change the hardware of an old definition.
 */
const preferred: ReadonlyMap<string, string> = new Map([
  ['aarch64', 'virt'],
  ['alpha', 'clipper'],
  ['armv6l', 'versatilepb'],
  ['armv7b', 'virt'],
  ['armv7l', 'virt'],
  ['cris', 'axis-dev88'],
  ['i686', 'pc'],
  ['lm32', 'lm32-evr'],
  ['loongarch64', 'virt'],
  ['m68k', 'mcf5208evb'],
  ['microblaze', 'petalogix-s3adsp1800'],
  ['microblazeel', 'petalogix-s3adsp1800'],
  ['mips', 'malta'],
  ['mips64', 'malta'],
  ['mips64el', 'malta'],
  ['mipsel', 'malta'],
  ['or32', 'sim'],
  ['ppc', 'g3beige'],
  ['ppc64', 'pseries'],
  ['ppc64le', 'pseries'],
  ['ppcemb', 'bamboo'],
  ['ppcle', 'g3beige'],
  ['riscv32', 'virt'],
  ['riscv64', 'virt'],
  ['s390x', 's390-ccw-virtio'],
  ['sh4', 'shix'],
  ['sh4eb', 'shix'],
  ['sparc', 'SS-5'],
  ['sparc64', 'sun4u'],
  ['unicore32', 'puv3'],
  ['x86_64', 'pc'],
  ['xtensa', 'sim'],
  ['xtensaeb', 'sim'],
]);

/** libvirt's choice for the architecture, as an alias or a name; undefined where it leaves it to the emulator. */
export function preferredMachine(arch: string): string | undefined {
  return preferred.get(arch);
}
