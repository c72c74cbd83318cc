import { completeArch, formatDomain, parseDomain, type DomainDriver, type GuestCapabilities } from '@virtweave/core-conf';
import type { Adapter } from '../adapter.ts';

const capabilities: GuestCapabilities = {
  hostArch: 'x86_64',
  guests: ['i686', 'x86_64'].map((arch) => ({
    osType: 'hvm',
    arch,
    types: ['test', 'qemu', 'kvm'],
    emulator: '/usr/bin/acme-virt',
  })),
};

const driver: DomainDriver = { prepare: (domain) => completeArch(domain, capabilities) };

/** A domain document through the rules that all drivers share. */
export const run: Adapter = async ({ input, live }, files) => {
  const inactive = live !== true;
  const domain = parseDomain(await files.read(String(input)), { inactive, driver, random: (bytes) => bytes.fill(0) });
  return { expect: 'success', expected: formatDomain(domain, { inactive, secure: true }) };
};
