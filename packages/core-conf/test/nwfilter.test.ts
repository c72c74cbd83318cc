import { describe, expect, test } from '@jest/globals';
import { formatFilterVariable, formatNWFilter, formatNWFilterBinding, parseFilterVariable, parseNWFilter, parseNWFilterBinding } from '../src/index.ts';

const uuid = '<uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>';
const rule = (match: string): string => `<filter name='f'>${uuid}<rule action='accept' direction='in'>${match}</rule></filter>`;

/** The protocol element that is written for the one that is read. */
const written = (match: string): string => formatNWFilter(parseNWFilter(rule(match), { strict: true })).split('\n')[3]?.trim() ?? '';

describe('values of a rule', () => {
  test.each([
    ["<tcp dstportstart='0X1f' srcmacaddr='1:2:3:4:5:A' dstipmask='255.255.0.0'/>", "<tcp srcmacaddr='01:02:03:04:05:0a' dstipmask='16' dstportstart='0x1f'/>"],
    ["<tcp state='related,new' flags='urg,fin/'/>", "<tcp state='NEW,RELATED' flags='FIN,URG/NONE'/>"],
    ["<all state='NONE' ipsetflags='SRC,dst' ipset='s' match='no'/>", "<all match='no' state='NONE' ipset='s' ipsetflags='src,dst'/>"],
    ["<all match='no'/>", '<all/>'],
    ["<mac protocolid='2048'/>", "<mac protocolid='ipv4'/>"],
    ["<mac protocolid='ABC'/>", "<mac protocolid='0xabc'/>"],
    ["<arp opcode='0x2' gratuitous='yes'/>", "<arp opcode='Reply' gratuitous='true'/>"],
    ["<ip protocol='6' srcportstart='010'/>", "<ip protocol='tcp' srcportstart='10'/>"],
    ["<ipv6 srcipmask='ffff:ffff::' type='1' code='2'/>", "<ipv6 srcipmask='32' type='1' code='2'/>"],
    ["<stp type='1' root-cost='-1' age='5' age-hi='6'/>", "<stp type='1' root-cost='4294967295' age='5' age-hi='6'/>"],
    ["<tcp dscp='1'/><udp/><tcp srcipaddr='$IP[@0]'/>", "<tcp srcipaddr='$IP' dscp='1'/>"],
  ])('%s', (match, expected) => {
    expect(written(match)).toBe(expected);
  });

  test.each([
    ["<tcp srcipaddr='10.0.0.300'/>", 'internal error: srcipaddr has illegal value 10.0.0.300'],
    ["<tcp dscp='64'/>", 'internal error: dscp has illegal value 64'],
    ["<tcp srcipaddr='$A '/>", 'internal error: srcipaddr has illegal value $A '],
    ["<mac srcmacmask='ff:00:ff:00:00:00'/>", 'internal error: srcmacmask has illegal value ff:00:ff:00:00:00'],
    ["<ip srcportstart='5'/>", 'internal error: IP rule with port specification requires protocol specification'],
  ])('%s is refused', (match, message) => {
    expect(() => parseNWFilter(rule(match))).toThrow(message);
  });
});

describe('a filter', () => {
  test('keeps rules and included filters in their order, and values in that of their names', () => {
    const text = `<filter name='f' chain='arp-x'>${uuid}
      <rule direction='out' action='drop' priority='5000' statematch='FALSE'/>
      <filterref filter='g'><parameter name='b' value='2'/><parameter name='a' value='1'/><parameter name='b' value='1'/>
        <parameter name='c' value='not one'/></filterref>
      <rule direction='inout' action='reject' priority='-7'><all/></rule></filter>`;
    expect(formatNWFilter(parseNWFilter(text))).toBe(`<filter name='f' chain='arp-x' priority='-500'>
  ${uuid}
  <rule action='drop' direction='out' priority='500' statematch='false'/>
  <filterref filter='g'>
    <parameter name='a' value='1'/>
    <parameter name='b' value='2'/>
    <parameter name='b' value='1'/>
  </filterref>
  <rule action='reject' direction='inout' priority='-7'>
    <all/>
  </rule>
</filter>
`);
  });

  test.each([
    ['<filter/>', 'internal error: filter has no name'],
    ["<filter name='f' chain='x'/>", "invalid argument: Invalid chain name 'x'. Please use a chain name called 'root' or any of the following prefixes: mac, vlan, stp, arp, rarp, ipv4, ipv6"],
    ["<filter name='f' chain='mac' priority='1001'/>", "invalid argument: Priority '1001' is outside valid range of [-1000,1000]"],
    ["<filter name='f'><rule action='drop'/></filter>", 'internal error: rule node requires direction attribute'],
  ])('%s is refused', (text, message) => {
    expect(() => parseNWFilter(text)).toThrow(message);
  });

  test('gets a UUID', () => {
    expect(parseNWFilter("<filter name='f'/>", { random: (bytes) => bytes.fill(7) }).uuid).toBe('07070707-0707-4707-8707-070707070707');
  });

  test('unknown names are refused on demand', () => {
    expect(() => parseNWFilter(rule("<tcp srcportstrat='1'/>"), { strict: true })).toThrow("did you mean 'srcportstart'");
    expect(() => parseNWFilter(rule("<udp flags='SYN/ALL'/>"), { strict: true })).toThrow("unknown attribute 'flags'");
  });
});

test('variables', () => {
  expect(parseFilterVariable('$PORT[ @2 ]')).toEqual({ name: 'PORT', iterator: 2 });
  expect(parseFilterVariable('$IP[3]')).toEqual({ name: 'IP', index: 3 });
  expect(formatFilterVariable({ name: 'IP', index: 3 })).toBe('$IP[3]');
  for (const text of ['PORT', '$A-', '$A[]', '$A[@1001]', '$A[0x1]']) expect(parseFilterVariable(text)).toBeUndefined();
});

test('a binding is written as it was read', () => {
  const text = `<filterbinding>
  <owner>
    <name>web</name>
    <uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>
  </owner>
  <portdev name='vnet0'/>
  <linkdev name='e0'/>
  <mac address='52:54:00:00:00:01'/>
  <filterref filter='f'>
    <parameter name='IP' value='10.0.0.1'/>
  </filterref>
</filterbinding>
`;
  expect(formatNWFilterBinding(parseNWFilterBinding(text, { strict: true }))).toBe(text);
  expect(() => parseNWFilterBinding(text.replace(/<portdev.*>/, ''))).toThrow('internal error: filter binding has no port dev name');
});
