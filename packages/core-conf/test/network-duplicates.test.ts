import { expect, test } from '@jest/globals';
import { parseNetwork } from '../src/index.ts';
import { problemOf } from './problem-of.ts';

const network = (inside: string): string => `<network><name>n</name>${inside}</network>`;
const bridged = (inside: string): string => network(`<bridge name='b'/>${inside}`);
const twice = (text: string): string => text + text;
const dhcp = (inside: string): string => `<ip address='10.0.0.1' netmask='255.255.255.0'><dhcp>${inside}</dhcp></ip>`;
const host = (mac: number, name: string, ip: number): string => `<host mac='52:54:00:00:00:0${mac}' name='${name}' ip='10.0.0.${ip}'/>`;

// Watched with virsh 9.0 and its test driver.
test.each<[what: string, xml: string, detail: string]>([
  ['interface', network(`<forward mode='passthrough'>${twice("<interface dev='eth0'/>")}</forward>`), "interface 'eth0' can only be listed once in network n"],
  ['PCI device', network(`<forward mode='hostdev'>${twice("<address type='pci' bus='1' slot='1'/>")}</forward>`), "PCI device '0000:01:01.0' can only be listed once in network n"],
  ['physical function', network(`<forward mode='passthrough'>${twice("<pf dev='eth0'/>")}</forward>`), 'Only one <pf> element is allowed in <forward> of network n'],
  ['NAT', bridged(`<forward mode='nat'>${twice('<nat/>')}</forward>`), 'Only one <nat> element is allowed in <forward> of network n'],
  ['addresses of NAT', bridged(`<forward mode='nat'><nat>${twice("<address start='1.2.3.4' end='1.2.3.5'/>")}</nat></forward>`), 'Only one <address> element is allowed in <nat> in <forward> in network n'],
  ['ports of NAT', bridged(`<forward mode='nat'><nat>${twice("<port start='1' end='5'/>")}</nat></forward>`), 'Only one <port> element is allowed in <nat> in <forward> in network n'],
])('%s: twice in a network is refused', (_what, xml, detail) => {
  expect(problemOf(() => parseNetwork(xml))).toMatchObject({ code: 'VIR_ERR_XML_ERROR', detail });
});

test.each<[what: string, xml: string]>([
  ['MAC of a host', bridged(dhcp(host(1, 'a', 3) + host(1, 'b', 4)))],
  ['address of a host', bridged(dhcp(host(1, 'a', 3) + host(2, 'b', 3)))],
  ['name of a host', bridged(dhcp(host(1, 'a', 3) + host(2, 'a', 4)))],
  ['group of ports', bridged(twice("<portgroup name='a'/>"))],
  ['TXT record', bridged(`<dns>${twice("<txt name='a' value='1'/>")}</dns>`)],
])('%s: libvirt takes it twice in a definition', (_what, xml) => {
  expect(parseNetwork(xml).name).toBe('n');
});
