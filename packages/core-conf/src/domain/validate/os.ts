import type { Domain } from '../domain.ts';
import { refuse, unsupported } from './refuse.ts';

const detail = 'VIR_ERR_XML_DETAIL' as const;

/** Firmware features that exclude each other (checked while a definition is completed). */
export function validateFirmwareFeatures({ os }: Domain): void {
  const features = new Map((os.firmwareFeatures ?? []).map(({ name, enabled }) => [name, enabled]));
  if (features.get('enrolled-keys') === true && features.get('secure-boot') === false) {
    throw refuse(
      "firmware feature 'enrolled-keys' cannot be enabled when firmware feature 'secure-boot' is disabled",
      detail,
    );
  }
}

/** What cannot be said together about firmware, before it has been chosen (`virDomainDefOSValidate`). */
export function validateFirmware({ os }: Domain, newDefinition: boolean): void {
  const { loader, nvram, firmware } = os;
  if (firmware === undefined) {
    // What has been chosen for an old definition stays in it.
    if (newDefinition && (os.firmwareFeatures ?? []).length > 0) {
      throw refuse('cannot use feature-based firmware autoselection when firmware autoselection is disabled', detail);
    }
    if (loader === undefined) {
      return;
    }
    if (loader.path === undefined && os.type.type === 'hvm' && loader.type !== 'none') {
      throw refuse('no loader path specified and firmware auto selection disabled', detail);
    }
  }
  if (loader?.stateless === true) {
    if (nvram?.template !== undefined) throw refuse('NVRAM template is not permitted when loader is stateless', detail);
    if (nvram !== undefined) throw refuse('NVRAM is not permitted when loader is stateless', detail);
  } else if (loader?.stateless === false) {
    if (firmware === undefined) {
      if (loader.type !== 'pflash') throw refuse('Only pflash loader type permits NVRAM', detail);
    } else if (firmware !== 'efi') {
      throw refuse('Only EFI firmware permits NVRAM', detail);
    }
  }
  if (nvram !== undefined) {
    if (firmware === undefined) {
      if (loader?.type !== 'pflash') throw refuse('Only pflash loader type permits NVRAM', detail);
    } else if (firmware !== 'efi') {
      throw refuse('Only EFI firmware permits NVRAM', detail);
    }
  }
}

export function validateBoot({ os }: Domain): void {
  const { bootmenu, bios } = os;
  if (bootmenu?.timeout !== undefined && (bootmenu.enable !== true || bootmenu.timeout > 65535)) {
    if (bootmenu.enable === true) {
      throw unsupported('invalid value for boot menu timeout, must be in range [0,65535]');
    }
  }
  const reboot = bios?.rebootTimeout;
  if (reboot !== undefined && (reboot < -1 || reboot > 65535)) {
    throw unsupported('invalid value for rebootTimeout, must be in range [-1,65535]');
  }
}
