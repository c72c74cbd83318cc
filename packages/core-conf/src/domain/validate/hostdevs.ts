import type { Hostdev } from '../devices/hostdev.ts';
import { refuse, unsupported } from './refuse.ts';

/** `virDomainHostdevDefValidate`. */
export function validateHostdev({ mode, source, address, teaming, ...device }: Hostdev): void {
  if (mode === 'subsystem') {
    const { type } = source;
    const at = address?.type;
    if (device.sgio !== undefined && type !== 'scsi') throw refuse('sgio is only supported for scsi host device');
    if (device.rawio !== undefined && type !== 'scsi') throw refuse('rawio is only supported for scsi host device');
    if (device.sgio === 'unfiltered') throw unsupported('unfiltered sgio is no longer supported');
    if (type === 'mdev') validateMdev(source, device.model, at);
    if (at !== undefined) {
      if (type === 'pci' && at !== 'pci' && at !== 'unassigned') {
        throw refuse("PCI host devices must use 'pci' or 'unassigned' address type", 'VIR_ERR_INTERNAL_ERROR');
      }
      if (type === 'scsi' && at !== 'drive') throw unsupported("SCSI host device must use 'drive' address type");
      if (type === 'scsi_host' && at !== 'pci' && at !== 'ccw') {
        throw unsupported("SCSI_host host device must use 'pci' or 'ccw' address type");
      }
      if (type === 'usb' && at !== 'usb') throw unsupported("USB host device must use 'usb' address type");
    }
  }
  if (teaming === undefined) return;
  if (teaming.type !== 'transient') throw refuse("teaming hostdev devices must have type='transient'");
  if (teaming.persistent === undefined) {
    throw refuse('missing required persistent attribute in hostdev teaming element');
  }
  if (source.type !== 'pci') throw refuse('teaming is only supported for pci hostdev devices');
}

function validateMdev({ uuid }: { uuid?: string }, model: string | undefined, address: string | undefined): void {
  if (uuid === undefined) throw unsupported("Missing 'uuid' attribute for element <address>");
  if (address === undefined || model === undefined) return;
  const wanted = model === 'vfio-pci' ? 'pci' : model === 'vfio-ccw' ? 'ccw' : undefined;
  if (wanted !== undefined && address !== wanted) {
    throw refuse(`Unsupported address type '${address}' with mediated device model '${model}'`);
  }
}
