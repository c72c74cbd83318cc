import {
  completeArch,
  formatDomain,
  parseDomain,
  type Domain,
  type DomainDriver,
  type GuestCapabilities,
} from '@virtweave/core-conf';
import { XmlElement } from '@virtweave/core-util/xml';
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

/** `<lxc:namespace>`: the namespaces that a container shares with another one, in the order in which libvirt writes them. */
function completeNamespaces({ extensions }: Domain): void {
  const found = extensions?.elements.find(({ name }) => name.endsWith(':namespace'));
  if (extensions === undefined || found === undefined) return;
  const shared = ['sharenet', 'shareipc', 'shareuts'].flatMap((kind) => {
    const one = found.elements.find(({ name }) => name.endsWith(`:${kind}`));
    if (one === undefined) return [];
    const written = ['type', 'value'].flatMap((key) => (one.attr(key) === undefined ? [] : [[key, one.attr(key) ?? ''] as const]));
    return [new XmlElement(`lxc:${kind}`, new Map(written))];
  });
  extensions.elements = [new XmlElement('lxc:namespace', new Map(), shared)];
}

/** What containers add to the rules for definitions. */
const driver: DomainDriver = {
  prepare(domain) {
    completeArch(domain, capabilities);
    if (domain.os.type.type === 'exe') domain.os.init ??= '/sbin/init';
  },
  complete(domain) {
    completeNamespaces(domain);
    domain.devices.consoles.forEach((one) => (one.target.type ??= 'lxc'));
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
