import { expect, test } from '@jest/globals';
import { formatNetworkEntry, fromXML, parseNetwork, readNetworkEntry, toXML, updateNetwork } from '../src/index.ts';
import { problemOf } from './problem-of.ts';

test.each([
  ['ip-dhcp-host', { mac: '52:54:00:00:00:01', ip: '10.0.0.9' }, "<host mac='52:54:00:00:00:01' ip='10.0.0.9'/>\n"],
  ['ip-dhcp-range', { start: '10.0.0.2', end: '10.0.0.9' }, "<range start='10.0.0.2' end='10.0.0.9'/>\n"],
  ['forward-interface', { dev: 'eth1' }, "<interface dev='eth1'/>\n"],
  ['portgroup', { name: 'guests', default: true }, "<portgroup name='guests' default='yes'>\n</portgroup>\n"],
  ['dns-host', { ip: '10.0.0.9', hostnames: ['a'] }, "<host ip='10.0.0.9'>\n  <hostname>a</hostname>\n</host>\n"],
  ['dns-txt', { name: 'a', value: 'b' }, "<txt name='a' value='b'/>\n"],
  ['dns-srv', { service: 'a', protocol: 'tcp' }, "<srv service='a' protocol='tcp'/>\n"],
] as const)('the entry of %s', (section, entry, xml) => {
  const text = formatNetworkEntry(section, entry as never);
  expect(text).toBe(xml);
  expect(readNetworkEntry(section, text, { strict: true })).toEqual(entry);
  expect(toXML(`network-update-${section}`, fromXML(`network-update-${section}`, xml))).toBe(xml);
});

test('an object is what an update takes', () => {
  const network = parseNetwork("<network><name>n</name><ip address='10.0.0.1' netmask='255.255.255.0'/></network>");
  const xml = formatNetworkEntry('ip-dhcp-host', { mac: '52:54:00:00:00:01', ip: '10.0.0.9' });
  const { ips } = updateNetwork(network, { command: 'add-last', section: 'ip-dhcp-host', xml });
  expect(ips[0]?.dhcp?.hosts).toMatchObject([{ ip: '10.0.0.9' }]);
});

test('another element is refused', () => {
  expect(problemOf(() => readNetworkEntry('dns-txt', '<srv/>')).detail).toContain("expecting root element of 'txt'");
});
