import { VirtError } from '@virtweave/core-util';
import { readDescriptorFiles } from '@virtweave/driver-qemu/descriptors';
import {
  firmwaresOf,
  formatFirmwareDescriptor,
  parseFirmwareDescriptor,
  supportedFirmware,
} from '@virtweave/driver-qemu/firmware';
import type { Adapter } from '../adapter.ts';
import { hostWithDescriptors, pretendedPath } from '../qemu/descriptors.ts';

/** Firmware descriptors: read and written, in their order, and what they offer together. */
export const run: Adapter = async (testCase, files) => {
  const host = await hostWithDescriptors(files, 'qemufirmwaredata');
  switch (testCase['op']) {
    case 'parse-format': {
      const input = String(testCase['input']);
      const descriptor = parseFirmwareDescriptor(await files.read(input));
      if (descriptor === undefined) throw new VirtError('VIR_ERR_INTERNAL_ERROR', `'${input}' is no firmware descriptor`);
      return { expect: 'success', expected: JSON.stringify(formatFirmwareDescriptor(descriptor)) };
    }
    case 'precedence': {
      const userConfig = pretendedPath(String(testCase['xdgConfigHome']));
      const found = await readDescriptorFiles(host, 'firmware', testCase['privileged'] === true ? {} : { userConfig });
      return { expectedOrder: found.map(({ path }) => path) };
    }
    case 'supported': {
      const firmwares = firmwaresOf(await readDescriptorFiles(host, 'firmware', { userConfig: '/home/user/.config' }));
      const { secure, images, interfaces } = supportedFirmware(firmwares, String(testCase['machine']), String(testCase['arch']));
      return { secure, interfaces, images: images.map(({ code, nvram }) => ({ code, nvram: nvram ?? null })) };
    }
    default:
      throw new Error(`unknown operation ${String(testCase['op'])}`);
  }
};
