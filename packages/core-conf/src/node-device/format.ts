import { formatDocument } from '../table/document.ts';
import { nodeDevice, type NodeDevice } from './device.ts';

/**
 * Writes a device as libvirt writes it (`virNodeDeviceDefFormat`).
 *
 * @param options.indent blanks in front of every line
 */
export function formatNodeDevice(device: NodeDevice, options: { readonly indent?: number } = {}): string {
  return formatDocument('device', nodeDevice, device, options);
}
