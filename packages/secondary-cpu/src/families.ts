import type { CpuDriver } from './driver.ts';

/** The driver of an architecture; its tables are loaded now. */
export async function loadDriver(arch: string): Promise<CpuDriver> {
  switch (arch) {
    case 'i686':
    case 'x86_64':
      return (await import('./x86/driver.ts')).createX86Driver(arch);
    case 'ppc64':
    case 'ppc64le':
      return (await import('./ppc64/driver.ts')).createPpc64Driver(arch);
    case 'armv6l':
    case 'armv7b':
    case 'armv7l':
    case 'aarch64':
      return (await import('./arm/driver.ts')).createArmDriver(arch);
    default:
      break;
  }
  const plain = await import('./plain-driver.ts');
  if (arch === 's390' || arch === 's390x') return plain.createS390Driver();
  return arch.startsWith('riscv') ? plain.createRiscvDriver() : plain.createPlainDriver(arch);
}
