import { describe, expect, test } from '@jest/globals';
import { isVirtError } from '@virtweave/core-util';
import { completeBridgeMac, formatNetwork, parseNetwork, readNetwork } from '../src/index.ts';

const uuid = '<uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>';
const network = (content: string, attributes = ''): string => `<network${attributes}><name>lab</name>${uuid}${content}</network>`;

function refusal(text: string): { code: string; domain: string; message: string; place: string | undefined } {
  try {
    parseNetwork(text);
  } catch (error) {
    if (!isVirtError(error)) throw error;
    return { code: error.code, domain: error.domain, message: error.libvirtMessage, place: error.place?.path };
  }
  throw new Error('not refused');
}

const written = (content: string): string[] =>
  formatNetwork(parseNetwork(network(content)))
    .split('\n')
    .slice(3, -2)
    .map((line) => line.slice(2));

describe('a network', () => {
  test('has a UUID and the settings of the bridge that libvirt makes', () => {
    const made = parseNetwork('<network><name>lab</name></network>', { random: (bytes) => bytes.fill(7) });
    expect(made.uuid).toBe('07070707-0707-4707-8707-070707070707');
    expect(made.bridge).toEqual({ stp: true, delay: 0 });
    expect(readNetwork('<network><name>lab</name></network>')).toEqual({ name: 'lab', ips: [], portgroups: [] });
  });

  test('is written in libvirt\'s order, whatever the order it was read in', () => {
    const text = `<network connections='9' ipv6='yes' xmlns:d='http://libvirt.org/schemas/network/dnsmasq/1.0'>
      <d:options><d:option value='a=b'/></d:options>
      <portgroup default='yes' name='all'><bandwidth><inbound burst='3' floor='0' peak='2' average='1'/></bandwidth></portgroup>
      <route gateway='10.0.0.2' prefix='16' address='10.1.0.0' metric='3'/>
      <ip localPtr='yes' prefix='24' address='10.00.0.01'>
        <dhcp>
          <bootp file='boot' server='10.0.0.9'/>
          <host ip='10.0.0.7' mac='52:54:00:00:00:0A'><lease expiry='3'/></host>
          <range end='10.0.0.20' start='10.0.0.10'><lease expiry='0' unit='hours'/></range>
        </dhcp>
        <tftp root='/srv'/>
      </ip>
      <port isolated='yes'/>
      <dns><host ip='10.0.0.7'><hostname>web</hostname></host><srv target='x' port='5' protocol='tcp' service='y' weight='0'/>
        <txt value='v' name='t'/><forwarder addr='10.0.0.1' domain='d'/></dns>
      <domain register='yes' localOnly='no' name='lab.test'/>
      <mac address='52:54:0:0:0:AB'/><mtu size='9000'/><bridge delay='2' name='br7' zone='z'/>
      <forward dev='eth0'><nat><port end='9' start='1'/><address end='10.0.9.2' start='10.0.9.1'/></nat></forward>
      <description>two</description><title>one</title>${uuid}<name>lab</name></network>`;
    const expected = `<network xmlns:dnsmasq='http://libvirt.org/schemas/network/dnsmasq/1.0' ipv6='yes'>
  <name>lab</name>
  ${uuid}
  <title>one</title>
  <description>two</description>
  <forward dev='eth0' mode='nat'>
    <nat>
      <address start='10.0.9.1' end='10.0.9.2'/>
      <port start='1' end='9'/>
    </nat>
    <interface dev='eth0'/>
  </forward>
  <bridge name='br7' zone='z' stp='on' delay='2'/>
  <mtu size='9000'/>
  <mac address='52:54:00:00:00:ab'/>
  <domain name='lab.test' localOnly='no' register='yes'/>
  <dns>
    <forwarder domain='d' addr='10.0.0.1'/>
    <txt name='t' value='v'/>
    <srv service='y' protocol='tcp' target='x' port='5'/>
    <host ip='10.0.0.7'>
      <hostname>web</hostname>
    </host>
  </dns>
  <port isolated='yes'/>
  <ip address='10.0.0.1' prefix='24' localPtr='yes'>
    <tftp root='/srv'/>
    <dhcp>
      <range start='10.0.0.10' end='10.0.0.20'>
        <lease expiry='0'/>
      </range>
      <host mac='52:54:00:00:00:0A' ip='10.0.0.7'>
        <lease expiry='3' unit='minutes'/>
      </host>
      <bootp file='boot' server='10.0.0.9'/>
    </dhcp>
  </ip>
  <route address='10.1.0.0' prefix='16' gateway='10.0.0.2' metric='3'/>
  <portgroup name='all' default='yes'>
    <bandwidth>
      <inbound average='1' peak='2' burst='3'/>
    </bandwidth>
  </portgroup>
  <dnsmasq:options>
    <dnsmasq:option value='a=b'/>
  </dnsmasq:options>
</network>
`;
    expect(formatNetwork(parseNetwork(text, { strict: true }))).toBe(expected);
    expect(formatNetwork(parseNetwork(expected))).toBe(expected);
  });

  test('shows who uses it while it runs', () => {
    const running = parseNetwork(network("<forward mode='bridge'><interface dev='e1'/></forward>"));
    running.connections = 2;
    const device = running.forward?.interfaces[0];
    if (device !== undefined) device.connections = 2;
    expect(formatNetwork(running)).toContain("<network connections='2'>");
    expect(formatNetwork(running)).toContain("<interface dev='e1' connections='2'/>");
    expect(formatNetwork(running, { inactive: true })).not.toContain('connections');
  });

  test('leaves the devices of a physical function out of its definition', () => {
    const pool = parseNetwork(network("<forward mode='hostdev' managed='yes'><driver name='vfio'/><pf dev='e2'/></forward>"));
    pool.forward?.addresses.push({ domain: 0, bus: 3, slot: 0, function: 1 });
    expect(formatNetwork(pool)).toContain("<address type='pci' domain='0x0000' bus='0x03' slot='0x00' function='0x1'/>");
    expect(formatNetwork(pool, { inactive: true })).not.toContain('address');
  });

  test('gets an address for its bridge only where libvirt makes the bridge', () => {
    const random = (bytes: Uint8Array): unknown => bytes.fill(1);
    expect(completeBridgeMac(parseNetwork(network('')), { random }).mac).toBe('52:54:00:01:01:01');
    expect(completeBridgeMac(parseNetwork(network("<forward mode='bridge'/>")), { random }).mac).toBeUndefined();
  });

  test.each([
    ["<forward mode='none'/>", ["<bridge stp='on' delay='0'/>"]],
    ["<forward mode='bridge'/><bridge name='br0' delay='0'/>", ["<forward mode='bridge'/>", "<bridge name='br0'/>"]],
    ["<bridge stp='off' delay='+7'/><domain/><dns/>", ["<bridge stp='off' delay='7'/>"]],
    [
      "<forward mode='private'/><vlan trunk='no'><tag id='3'/></vlan><virtualport><parameters/></virtualport>",
      ["<forward mode='private'/>", '<vlan>', "  <tag id='3'/>", '</vlan>'],
    ],
    ["<dns enable='no'/>", ["<bridge stp='on' delay='0'/>", "<dns enable='no'/>"]],
    ["<ip address='10.0.0.1'><dhcp><bootp file='x'/></dhcp></ip>", ["<bridge stp='on' delay='0'/>", "<ip address='10.0.0.1'>", '</ip>']],
  ])('%s', (content, lines) => {
    expect(written(content)).toEqual(lines);
  });
});

describe('a network is refused in libvirt\'s words', () => {
  test.each([
    ["<forward mode='nat'/>", "XML error: nat forwarding requested, but no IP address provided for network 'lab'"],
    ["<forward mode='magic'/>", "unsupported configuration: unknown forwarding type 'magic'"],
    ["<forward mode='hostdev'/><bridge name='x'/>", "XML error: bridge name not allowed in hostdev mode (network 'lab')"],
    ["<ip address='10.0.0.1' prefix='33'/>", "unsupported configuration: Invalid IPv4 prefix '33' in network 'lab'"],
    [
      "<ip address='10.0.0.1' prefix='24'><dhcp><range start='10.0.0.9' end='10.0.1.9'/></dhcp></ip>",
      'internal error: range 10.0.0.9 - 10.0.1.9 is not entirely within network 10.0.0.1/24',
    ],
    [
      "<ip address='10.0.0.1'><dhcp><range start='10.0.0.9' end='10.0.0.10'><lease expiry='1'/></range></dhcp></ip>",
      'unsupported configuration: The minimum lease time should be greater than 2 minutes',
    ],
    ["<dns><host ip='10.0.0.1'/></dns>", "Missing hostname in network 'lab' DNS HOST record"],
    [
      "<dns><srv service='a' protocol='tcp' port='1'/></dns>",
      "DNS SRV port attribute not permitted without target for service 'a' in network 'lab'",
    ],
    ["<dns enable='no'><txt name='a' value='b'/></dns>", "XML error: Extra data in disabled network 'lab'"],
    ["<portgroup name='p'><vlan/></portgroup>", "XML error: missing tag id - each <vlan> must have at least one <tag id='n'/> subelement"],
    ["<bandwidth><inbound peak='1'/></bandwidth>", 'Missing mandatory average or floor attributes'],
    ["<bandwidth><inbound floor='1'/></bandwidth>", 'unsupported configuration: floor attribute is not supported for this config'],
    ["<virtualport type='802.1Qbh'><parameters typeid='1'/></virtualport>", "XML error: extra typeid unsupported in <virtualport type='802.1Qbh'>"],
    [
      "<ip address='10.0.0.1' prefix='24'/><route address='10.1.0.0' prefix='16' gateway='10.2.0.1'/>",
      "unsupported configuration: unreachable static route gateway '10.2.0.1' specified for network 'lab'",
    ],
    ["<mac address='01:00:00:00:00:00'/>", "XML error: Invalid multicast bridge mac address '01:00:00:00:00:00' in network 'lab'"],
  ])('%s', (content, message) => {
    expect(refusal(network(content)).message).toBe(message);
  });

  test('with the place, and as errors of networks', () => {
    expect(refusal(network("<ip address='10.0.0.1'/><ip address='x'/>"))).toEqual({
      code: 'VIR_ERR_XML_ERROR',
      domain: 'VIR_FROM_NETWORK',
      message: "XML error: Invalid address 'x' in network 'lab'",
      place: '/network/ip[2]/@address',
    });
    expect(refusal('<network/>')).toMatchObject({ code: 'VIR_ERR_NO_NAME', message: 'missing name information' });
  });

  test('when a name is unknown, on demand', () => {
    expect(() => parseNetwork(network("<ip addres='10.0.0.1' address='10.0.0.1'/>"), { strict: true })).toThrow("did you mean 'address'");
    expect(() => parseNetwork(network("<forward mode='hostdev'><pf dev='a' x='1'/></forward>"), { strict: true })).toThrow("attribute 'x'");
  });
});
