import type { Domain } from '@virtweave/core-conf';
import { isArm, isX86 } from '../capabilities/arch.ts';
import { boardOf } from '../definition/machine.ts';
import { unsupported } from './refuse.ts';

/** Firmware that the board can use (`qemuValidateDomainDefBoot`, `qemuValidateDomainDefNvram`). */
export function validateFirmware(domain: Domain): void {
  const { os, features } = domain;
  const arch = os.type.arch ?? '';
  const { loader } = os;
  const efi = os.firmware === 'efi' || loader?.type === 'pflash';
  if (loader?.secure === true) {
    if (boardOf(domain) !== 'q35') {
      throw unsupported(
        isX86(arch)
          ? 'Secure boot is supported with q35 machine types only'
          : 'Secure boot is supported for x86_64 architecture only',
      );
    }
    if (arch !== 'x86_64') throw unsupported('Secure boot is supported for x86_64 architecture only');
    if (features?.smm?.state !== true) throw unsupported('Secure boot requires SMM feature enabled');
  }
  const acpi = features?.acpi === true;
  if (isX86(arch) && efi && !acpi) throw unsupported('UEFI requires ACPI on this architecture');
  if (isArm(arch) && acpi && !efi) throw unsupported('ACPI requires UEFI on this architecture');
  validateNvram(domain);
}

function validateNvram({ os }: Domain): void {
  const source = os.nvram?.source;
  if (source === undefined) return;
  if (source.type === 'dir' || source.type === 'vhostuser' || source.type === 'vhostvdpa' || source.type === 'nvme') {
    throw unsupported(`unsupported nvram disk type '${source.type}'`);
  }
  if (source.slices !== undefined) throw unsupported('slices are not supported with NVRAM');
  if (source.reservations !== undefined) throw unsupported('persistent reservations are not supported with NVRAM');
}
