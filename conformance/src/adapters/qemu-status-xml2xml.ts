import { formatQemuStatus, parseQemuStatus } from '@virtweave/driver-qemu/status';
import type { Adapter } from '../adapter.ts';
import { pretendedConfig } from '../qemu/definition.ts';

/** The status of a running guest, with all that the driver notes in it. */
export const run: Adapter = async ({ input }, files) => {
  const status = parseQemuStatus(await files.read(String(input)), {
    hostArch: 'x86_64',
    config: pretendedConfig,
    memoryBackingDir: '/var/lib/libvirt/qemu/ram',
    env: {},
    securityModel: 'none',
  });
  return { expected: formatQemuStatus(status) };
};
