import type { Domain } from '@virtweave/core-conf';
import { isArm, isX86 } from '../capabilities/arch.ts';

/** Boards that libvirt treats in ways of their own. */
export type Board =
  | 'q35'
  | 'i440fx'
  | 'isapc'
  | 'microvm'
  | 'arm-virt'
  | 'versatilepb'
  | 'arm'
  | 'riscv-virt'
  | 'loongarch-virt'
  | 's390-ccw'
  | 'pseries'
  | 'powernv'
  | 'ppc'
  | 'other';

/** The board that a guest's architecture and machine type name. */
export function boardOf({ os }: Domain): Board {
  return boardOfMachine(os.type.arch ?? '', os.type.machine ?? '');
}

export function boardOfMachine(arch: string, machine: string): Board {
  const is = (name: string): boolean => machine === name || machine.startsWith(`${name}-`);
  if (isX86(arch)) {
    if (is('pc-q35') || machine === 'q35') return 'q35';
    if (machine === 'isapc') return 'isapc';
    if (machine === 'microvm') return 'microvm';
    return is('pc') ? 'i440fx' : machine.startsWith('rhel') ? 'i440fx' : 'other';
  }
  if (isArm(arch)) return is('virt') ? 'arm-virt' : is('versatilepb') ? 'versatilepb' : 'arm';
  if (arch.startsWith('riscv')) return is('virt') ? 'riscv-virt' : 'other';
  if (arch === 'loongarch64') return is('virt') ? 'loongarch-virt' : 'other';
  if (arch === 's390x' || arch === 's390')
    return is('s390-ccw') || machine.startsWith('s390-ccw') ? 's390-ccw' : 'other';
  if (arch.startsWith('ppc')) {
    if (is('pseries')) return 'pseries';
    return machine.startsWith('powernv') ? 'powernv' : 'ppc';
  }
  return 'other';
}

/** Model of the bus from which all of the guest's PCI hangs; undefined: the board has no PCI. */
export function pciRootOf(board: Board): 'pci-root' | 'pcie-root' | undefined {
  switch (board) {
    case 'q35':
    case 'arm-virt':
    case 'riscv-virt':
    case 'loongarch-virt':
      return 'pcie-root';
    case 'i440fx':
    case 'versatilepb':
    case 's390-ccw':
    case 'pseries':
    case 'powernv':
    case 'ppc':
      return 'pci-root';
    default:
      return undefined;
  }
}

/** Has the board an IDE controller of its own? */
export function hasBuiltInIde(board: Board, machine: string): boolean {
  return board === 'i440fx' || machine === 'malta' || machine === 'sun4u' || machine === 'g3beige';
}
