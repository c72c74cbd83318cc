import type { Disk, Domain, DriveAddress, Hostdev } from '@virtweave/core-conf';
import { refuse, unsupported } from './refuse.ts';

/** A place on a drive bus that QEMU's controllers have (`qemuValidateDomainDeviceDefAddressDrive`). */
export function validateDiskPlace({ address, target }: Disk, domain: Domain): void {
  if (address?.type !== 'drive') return;
  switch (target.bus) {
    case 'ide':
      if (address.controller !== 0) throw refuse('Only 1 IDE controller is supported', 'VIR_ERR_INTERNAL_ERROR');
      if (address.target !== 0) throw unsupported('target must be 0 for ide controller');
      return;
    case 'fdc':
      if (address.controller !== 0) throw refuse('Only 1 fdc controller is supported', 'VIR_ERR_INTERNAL_ERROR');
      if (address.bus !== 0) throw refuse('Only 1 fdc bus is supported', 'VIR_ERR_INTERNAL_ERROR');
      if (address.target !== 0) throw unsupported('target must be 0 for controller fdc');
      return;
    case 'sata':
      if (address.bus !== 0) throw unsupported('bus must be 0 for sata controller');
      if (address.target !== 0) throw unsupported('target must be 0 for sata controller');
      return;
    case 'scsi':
      return validateScsiPlace(address, domain);
    default:
  }
}

export function validateHostdevPlace({ address, source }: Hostdev, domain: Domain): void {
  if (source.type === 'scsi' && address?.type === 'drive') validateScsiPlace(address, domain);
}

/** The old controller knows nothing but units. */
function validateScsiPlace({ controller, bus, target }: DriveAddress, { devices }: Domain): void {
  if (bus !== 0) throw refuse('SCSI controller only supports 1 bus', 'VIR_ERR_INTERNAL_ERROR');
  const model = devices.controllers.find(({ type, index }) => type === 'scsi' && index === controller)?.model;
  if (model === 'lsilogic' && target !== 0) throw unsupported("target must be 0 for controller model 'lsilogic'");
}
