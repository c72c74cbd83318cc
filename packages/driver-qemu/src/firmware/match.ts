import type { Domain } from '@virtweave/core-conf';
import { targetFromArch } from '../capabilities/arch.ts';
import type { FirmwareDescriptor, FirmwareMapping } from './descriptor.ts';

/** Is this firmware what the definition asks for (`qemuFirmwareMatchDomain`)? */
export function matchesFirmware(
  domain: Domain,
  firmware: FirmwareDescriptor,
  options: { readonly format?: string },
): boolean {
  const { os } = domain;
  if (os.firmware !== undefined && !firmware.interfaces.includes(os.firmware === 'efi' ? 'uefi' : 'bios')) return false;
  return (
    matchesTarget(domain, firmware) &&
    matchesFeatures(domain, firmware) &&
    matchesMapping(domain, firmware.mapping, options)
  );
}

function matchesTarget({ os }: Domain, { targets }: FirmwareDescriptor): boolean {
  const architecture = targetFromArch(os.type.arch ?? '');
  const machine = os.type.machine ?? '';
  return targets.some(
    (target) =>
      target.architecture === architecture && target.machines.some((pattern) => matchesGlob(machine, pattern)),
  );
}

/** Patterns of machine names: `*` and `?`. */
export function matchesGlob(name: string, pattern: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*/g, '.*').replace(/\?/g, '.')}$`).test(name);
}

function matchesFeatures(
  { os, features, powerManagement, launchSecurity }: Domain,
  firmware: FirmwareDescriptor,
): boolean {
  const has = (name: string): boolean => firmware.features.has(name);
  if (powerManagement?.suspendToMem === true && !has('acpi-s3')) return false;
  if (powerManagement?.suspendToDisk === true && !has('acpi-s4')) return false;
  for (const { name, enabled } of os.firmwareFeatures ?? []) if (enabled !== has(name)) return false;
  const { secure } = os.loader ?? {};
  if (secure === true && !(has('secure-boot') && has('requires-smm'))) return false;
  if (secure === false && has('requires-smm')) return false;
  if (has('requires-smm') && features?.smm?.state === false) return false;
  switch (launchSecurity?.type) {
    case 'sev':
      // Bit 2 of the policy asks for encrypted registers.
      return has((launchSecurity.policy & 4) !== 0 ? 'amd-sev-es' : 'amd-sev');
    case 'sev-snp':
      return has('amd-sev-snp');
    default:
      return true;
  }
}

function matchesMapping({ os }: Domain, mapping: FirmwareMapping, { format }: { readonly format?: string }): boolean {
  const { loader, nvram } = os;
  if (mapping.device !== 'flash') {
    if (mapping.device === 'kernel') return false;
    if (loader?.type !== undefined && loader.type !== 'rom') return false;
    if (loader?.stateless === false || loader?.readonly === false || nvram !== undefined) return false;
    return loader?.path === undefined || loader.path === mapping.filename;
  }
  if (loader?.type !== undefined && loader.type !== 'pflash') return false;
  // Firmware that keeps its variables in its own file would be changed by the guest for all others.
  if (loader?.readonly === false || mapping.mode === 'combined') return false;
  if (loader?.stateless === true && mapping.mode !== 'stateless') return false;
  if (loader?.stateless === false && mapping.mode !== 'split') return false;
  if (loader?.path !== undefined && loader.path !== mapping.executable.filename) return false;
  if (mapping.mode === 'split') {
    if (nvram?.template !== undefined && nvram.template !== mapping.nvramTemplate.filename) return false;
  } else if (nvram !== undefined) {
    return false;
  }
  return format === undefined || mapping.executable.format === format;
}
