import type { Host } from '@virtweave/core-util';
import { readDescriptorFiles, type DescriptorOptions } from '../descriptors/index.ts';
import { firmwaresOf, type FirmwareDescriptor } from '../firmware/index.ts';

/** The firmware that this machine has, in the order in which it is tried. */
export async function installedFirmwares(host: Host, options: DescriptorOptions = {}): Promise<readonly FirmwareDescriptor[]> {
  return firmwaresOf(await readDescriptorFiles(host, 'firmware', options));
}
