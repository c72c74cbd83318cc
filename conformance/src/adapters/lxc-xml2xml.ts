import { completeArch, formatDomain, parseDomain, type DomainDriver, type GuestCapabilities } from '@virtweave/core-conf';
import type { Adapter } from '../adapter.ts';

const capabilities: GuestCapabilities = {
  hostArch: 'x86_64',
  guests: ['i686', 'x86_64'].map((arch) => ({
    osType: 'exe',
    arch,
    types: ['lxc'],
    emulator: '/usr/libexec/libvirt_lxc',
  })),
};

/** What containers add to the rules for definitions. */
const driver: DomainDriver = {
  prepare(domain) {
    completeArch(domain, capabilities);
    if (domain.os.type.type === 'exe') domain.os.init ??= '/sbin/init';
  },
  complete({ devices }) {
    devices.consoles.forEach((one) => (one.target.type ??= 'lxc'));
  },
  completeDevice(item) {
    if (item.kind === 'filesystems') item.device.accessmode ??= 'passthrough';
  },
};

/** A container's definition. */
export const run: Adapter = async ({ input, live }, files) => {
  const inactive = live !== true;
  const domain = parseDomain(await files.read(String(input)), { inactive, driver, random: (bytes) => bytes.fill(0) });
  return { expected: formatDomain(domain, { inactive, secure: true }) };
};
