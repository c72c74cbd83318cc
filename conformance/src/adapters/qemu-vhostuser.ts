import { VirtError } from '@virtweave/core-util';
import { readDescriptorFiles } from '@virtweave/driver-qemu/descriptors';
import { formatVhostUserDescriptor, parseVhostUserDescriptor } from '@virtweave/driver-qemu/vhost-user';
import type { Adapter } from '../adapter.ts';
import { hostWithDescriptors, pretendedPath } from '../qemu/descriptors.ts';

/** Descriptors of vhost-user programs: read and written, and in their order. */
export const run: Adapter = async (testCase, files) => {
  switch (testCase['op']) {
    case 'parse-format': {
      const input = String(testCase['input']);
      const descriptor = parseVhostUserDescriptor(await files.read(input));
      if (descriptor === undefined) throw new VirtError('VIR_ERR_INTERNAL_ERROR', `'${input}' is no descriptor`);
      return { expected: JSON.stringify(formatVhostUserDescriptor(descriptor)) };
    }
    case 'precedence': {
      const host = await hostWithDescriptors(files, 'qemuvhostuserdata');
      const userConfig = pretendedPath(String(testCase['xdgConfigHome']));
      const found = await readDescriptorFiles(host, 'vhost-user', testCase['privileged'] === true ? {} : { userConfig });
      return { expectedOrder: found.map(({ path }) => path) };
    }
    default:
      throw new Error(`unknown operation ${String(testCase['op'])}`);
  }
};
