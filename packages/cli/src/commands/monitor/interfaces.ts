import { DomainInterfaceAddressesSource as Source, DomainXMLFlags as Xml, IPAddrType } from '@virtweave/core-api/constants';
import type { XmlElement } from '@virtweave/core-util/xml';
import { command, type AnyCommand } from '../../command.ts';
import { devicesOf, domainDocument, firstAttr, isMac, macOf } from '../../domain-document.ts';
import { attempt, CommandError } from '../../errors.ts';
import { flag, needed, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { table } from '../../table.ts';
import { domainOption, loose } from '../domain/options.ts';

const domiflist = command({
  name: 'domiflist',
  summary: 'list all domain virtual interfaces',
  description: 'Get the summary of virtual interfaces for a domain.',
  options: { domain: domainOption, inactive: flag('get inactive rather than running configuration') },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const document = await domainDocument(shell, domain, args.flag('inactive') ? Xml.VIR_DOMAIN_XML_INACTIVE : 0);
    const rows = devicesOf(document, 'interface').map((nic) => [
      nic.child('target')?.attr('dev') ?? '-',
      nic.attr('type') ?? '-',
      firstAttr(nic.child('source'), 'bridge', 'dev', 'network', 'name', 'path') ?? '-',
      nic.child('model')?.attr('type') ?? '-',
      macOf(nic) ?? '-',
    ]);
    shell.print(table(['Interface', 'Type', 'Source', 'Model', 'MAC'], rows, shell.options.quiet));
  },
});

const counters = {
  rx_bytes: 'rxBytes',
  rx_packets: 'rxPackets',
  rx_errs: 'rxErrs',
  rx_drop: 'rxDrop',
  tx_bytes: 'txBytes',
  tx_packets: 'txPackets',
  tx_errs: 'txErrs',
  tx_drop: 'txDrop',
} as const;

const domifstat = command({
  name: 'domifstat',
  summary: 'get network interface stats for a domain',
  description: 'Get network interface stats for a running domain.',
  options: { domain: domainOption, interface: text('interface device specified by name or MAC Address', needed) },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const device = args.needed('interface');
    const stats = await attempt(
      (await shell.hypervisor()).domainInterfaceStats(domain, device),
      `Failed to get interface stats ${args.needed('domain')} ${device}`,
    );
    for (const [name, member] of Object.entries(counters)) {
      if (stats[member] !== -1n) shell.line(`${device} ${name} ${stats[member]}`);
    }
  },
});

/** The network interface of that name or MAC address. @throws CommandError when there is none, or more than one */
export function findInterface(domain: XmlElement, written: string, failure: string): XmlElement {
  const byMac = isMac(written);
  const found = devicesOf(domain, 'interface').filter((nic) =>
    byMac ? macOf(nic)?.toLowerCase() === written.toLowerCase() : nic.child('target')?.attr('dev') === written,
  );
  if (found.length > 1) throw new CommandError('multiple matching interfaces found');
  if (!found[0]) throw new CommandError(failure);
  return found[0];
}

const domifGetlink = command({
  name: 'domif-getlink',
  summary: 'get link state of a virtual interface',
  description: "Get link state of a domain's virtual interface.",
  options: {
    domain: domainOption,
    interface: text('interface device (MAC Address)', needed),
    config: flag('Get persistent interface state'),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const written = args.needed('interface');
    const document = await domainDocument(shell, domain, args.flag('config') ? Xml.VIR_DOMAIN_XML_INACTIVE : 0);
    const failure = `Interface (${isMac(written) ? 'mac' : 'dev'}: ${written}) not found.`;
    const nic = findInterface(document, written, failure);
    shell.print(`${written} ${nic.child('link')?.attr('state') ?? 'up'}`);
  },
});

const sources: Readonly<Record<string, number>> = {
  lease: Source.VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE,
  agent: Source.VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT,
  arp: Source.VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP,
};

const addressRow = (name: string, mac: string, protocol: string, address: string): string =>
  ` ${name.padEnd(10)} ${mac.padEnd(20)} ${protocol.padEnd(12)} ${address}\n`;

const domifaddr = command({
  name: 'domifaddr',
  summary: "Get network interfaces' addresses for a running domain",
  description: "Get network interfaces' addresses for a running domain",
  options: {
    domain: domainOption,
    interface: text('network interface name', loose),
    full: flag('always display names and MACs of interfaces'),
    source: text("address source: 'lease', 'agent', or 'arp'", loose),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const wanted = args.text('interface');
    const source = args.text('source') ?? 'lease';
    if (!Object.hasOwn(sources, source)) throw new CommandError(`Unknown data source '${source}'`);
    const all = await attempt(
      (await shell.hypervisor()).domainInterfaceAddresses(domain, sources[source] as number, 0),
      'Failed to query for interfaces addresses',
    );
    shell.extra(`${addressRow('Name', 'MAC address', 'Protocol', 'Address')}${'-'.repeat(79)}\n`);
    for (const { name, hwaddr, addrs } of all) {
      if (wanted !== undefined && name !== wanted) continue;
      if (addrs.length === 0) shell.print(addressRow(name, hwaddr ?? 'N/A', 'N/A', 'N/A'));
      addrs.forEach(({ type, addr, prefix }, index) => {
        const repeated = index > 0 && !args.flag('full');
        const protocol = type === IPAddrType.VIR_IP_ADDR_TYPE_IPV6 ? 'ipv6' : 'ipv4';
        shell.print(addressRow(repeated ? '-' : name, repeated ? '-' : (hwaddr ?? 'N/A'), protocol, `${addr}/${prefix}`));
      });
    }
  },
});

export const commands: readonly AnyCommand[] = [domiflist, domifstat, domifGetlink, domifaddr];
