import type { Domain } from '../domain.ts';
import { refuse, unsupported } from './refuse.ts';

/** Devices that there can be one of, or one of a kind. */
export function validateSingleDevices({ devices }: Domain): void {
  if (devices.consoles.slice(1).some(({ target }) => target.type === 'serial')) {
    throw unsupported('Only the first console can be a serial port');
  }
  if (devices.tpms.length > 2) {
    throw refuse('a maximum of two TPM devices is supported, one of them being a TPM Proxy device', 'VIR_ERR_XML_DETAIL');
  }
}
