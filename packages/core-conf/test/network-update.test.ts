import { describe, expect, test } from '@jest/globals';
import { formatNetwork, networkUpdateCommands, networkUpdateSections, parseNetwork, updateNetwork, type NetworkUpdate } from '../src/index.ts';

const before = parseNetwork(`<network><name>lab</name><uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>
  <forward mode='nat'><interface dev='e1'/></forward>
  <dns><txt name='t' value='1'/><srv service='s' protocol='tcp' domain='a'/><srv service='s' protocol='tcp' domain='b'/>
    <host ip='10.0.0.7'><hostname>x</hostname></host><host ip='10.0.0.8'><hostname>x</hostname></host></dns>
  <ip address='10.0.0.1' prefix='24'><dhcp><range start='10.0.0.9' end='10.0.0.20'/>
    <host mac='52:54:00:00:00:01' name='a' ip='10.0.0.11'/><host mac='52:54:00:00:00:02' name='b' ip='10.0.0.12'/></dhcp></ip>
  <ip address='10.1.0.1' prefix='24'/><ip family='ipv6' address='fd00::1' prefix='64'/>
  <portgroup name='p' default='yes'/></network>`);

const update = (section: NetworkUpdate['section'], command: NetworkUpdate['command'], xml: string, parentIndex?: number): string[] => {
  const after = updateNetwork(before, { section, command, xml, ...(parentIndex !== undefined && { parentIndex }) });
  const was = new Set(formatNetwork(before).split('\n'));
  const is = formatNetwork(after).split('\n');
  const gone = [...was].filter((line) => !is.includes(line)).map((line) => `-${line.trim()}`);
  return [...gone, ...is.filter((line) => !was.has(line)).map((line) => `+${line.trim()}`)];
};

describe('one entry of a network', () => {
  test.each<[NetworkUpdate['section'], NetworkUpdate['command'], string, string[]]>([
    ['ip-dhcp-host', 'add-first', "<host name='c' ip='10.0.0.13'/>", ["+<host name='c' ip='10.0.0.13'/>"]],
    ['ip-dhcp-host', 'delete', "<host name='a'/>", ["-<host mac='52:54:00:00:00:01' name='a' ip='10.0.0.11'/>"]],
    [
      'ip-dhcp-host',
      'modify',
      "<host name='b' ip='10.0.0.30'/>",
      ["-<host mac='52:54:00:00:00:02' name='b' ip='10.0.0.12'/>", "+<host name='b' ip='10.0.0.30'/>"],
    ],
    ['ip-dhcp-range', 'add-last', "<range start='10.0.0.30' end='10.0.0.40'/>", ["+<range start='10.0.0.30' end='10.0.0.40'/>"]],
    ['ip-dhcp-range', 'delete', "<range start='10.0.0.9' end='10.0.0.20'/>", ["-<range start='10.0.0.9' end='10.0.0.20'/>"]],
    ['forward-interface', 'add-last', "<interface dev='e2'/>", ["+<interface dev='e2'/>"]],
    ['portgroup', 'modify', "<portgroup name='p'/>", ["-<portgroup name='p' default='yes'>", "+<portgroup name='p'>"]],
    ['dns-txt', 'modify', "<txt name='t' value='2'/>", ["-<txt name='t' value='1'/>", "+<txt name='t' value='2'/>"]],
    ['dns-srv', 'delete', "<srv domain='b'/>", ["-<srv service='s' protocol='tcp' domain='b'/>"]],
    ['dns-host', 'add-last', "<host ip='10.0.0.9'><hostname>x</hostname></host>", ["+<host ip='10.0.0.9'>"]],
  ])('%s %s %s', (section, command, xml, changes) => {
    expect(update(section, command, xml)).toEqual(changes);
  });

  test.each<[NetworkUpdate['section'], NetworkUpdate['command'], string, string]>([
    ['ip-dhcp-host', 'add-last', "<host name='a' ip='10.0.0.99'/>", `Requested operation is not valid: there is an existing dhcp host entry in network 'lab' that matches "<host mac='unknown' name='a' ip='10.0.0.99'/>"`],
    ['ip-dhcp-host', 'delete', "<host name='z'/>", "Requested operation is not valid: couldn't locate a matching dhcp host entry in network 'lab'"],
    ['ip-dhcp-host', 'add-last', '<hots/>', "XML error: unexpected element <hots>, expecting <host>, while updating network 'lab'"],
    ['ip-dhcp-range', 'modify', '<range/>', 'Operation not supported: dhcp ranges cannot be modified, only added or deleted'],
    ['portgroup', 'add-last', "<portgroup name='q' default='yes'/>", "Requested operation is not valid: a different portgroup entry in network 'lab' is already set as the default. Only one default is allowed."],
    ['dns-host', 'delete', '<host><hostname>x</hostname></host>', 'Requested operation is not valid: multiple matching DNS HOST records were found in network lab'],
    ['dns-srv', 'delete', "<srv service='s'/>", 'Requested operation is not valid: multiple DNS SRV records matching all specified fields were found in network lab'],
    ['forward-pf', 'modify', '<pf/>', "Operation not supported: can't update 'forward pf' section of network 'lab'"],
    ['dns-txt', 'none', "<txt name='t' value='2'/>", 'Operation not supported: unrecognized network update command code 0'],
  ])('%s %s %s is refused', (section, command, xml, message) => {
    expect(() => update(section, command, xml)).toThrow(message);
  });

  test('is looked for where the index says', () => {
    expect(update('ip-dhcp-host', 'add-last', "<host id='0:1' ip='fd00::5'/>", 2)).toEqual(["+<host id='0:1' ip='fd00::5'/>"]);
    expect(() => update('ip-dhcp-host', 'add-last', "<host name='q' ip='10.1.0.5'/>", 1)).toThrow('dhcp is supported only for a single IPv4 address');
    expect(() => update('ip-dhcp-host', 'add-last', "<host name='q' ip='10.1.0.5'/>", 9)).toThrow('no <ip> element found at index 9');
  });

  test('changes nothing in the network that is given', () => {
    const text = formatNetwork(before);
    update('dns-txt', 'delete', "<txt name='t'/>");
    update('ip-dhcp-host', 'delete', "<host name='a'/>");
    expect(formatNetwork(before)).toBe(text);
  });

  test('libvirt\'s numbers', () => {
    expect(networkUpdateCommands.indexOf('add-last')).toBe(3);
    expect(networkUpdateSections.indexOf('dns-srv')).toBe(12);
  });
});
