import { expect, test } from '@jest/globals';
import { formatNetworkPort, parseNetworkPort } from '../src/index.ts';

const port = (content: string): string => `<networkport>
  <uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>
  <owner>
    <name>web</name>
    <uuid>46f4a75a-bf58-4391-b72d-14ea1d41b727</uuid>
  </owner>
  <mac address='52:54:00:00:00:01'/>
${content}</networkport>
`;

test.each([
  '',
  "  <bandwidth classID='3'>\n    <inbound average='1' peak='2' floor='4' burst='3'/>\n  </bandwidth>\n",
  "  <plug type='bridge' bridge='br0' macTableManager='kernel'/>\n",
  "  <plug type='direct' dev='e0' mode='vepa'/>\n",
  "  <plug type='hostdev-pci' managed='yes'>\n    <driver name='vfio'/>\n    <address domain='0x0000' bus='0x01' slot='0x02' function='0x3'/>\n  </plug>\n",
])('a port is written as it was read: %j', (content) => {
  expect(formatNetworkPort(parseNetworkPort(port(content), { strict: true }))).toBe(port(content));
});

test.each([
  ["  <plug type='bridge'/>\n", 'XML error: Missing network port bridge name'],
  ["  <plug type='direct' dev='e0' mode='x'/>\n", "XML error: Invalid mode setting 'x' in network port"],
  ["  <plug type='hostdev-pci'/>\n", 'XML error: Missing network port PCI address'],
])('a port is refused: %j', (content, message) => {
  expect(() => parseNetworkPort(port(content))).toThrow(message);
});

test('a port needs an owner, an address and a UUID', () => {
  expect(() => parseNetworkPort('<networkport/>')).toThrow('network port has no uuid');
  expect(() => parseNetworkPort(port('').replace(/<owner>.*<\/owner>/s, ''))).toThrow('network port has no owner name');
  expect(() => parseNetworkPort(port('').replace(/<mac.*>/, ''))).toThrow('network port has no mac');
});
