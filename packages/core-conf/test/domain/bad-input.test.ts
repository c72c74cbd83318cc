import { describe, expect, test } from '@jest/globals';
import { parseDomain } from '../../src/index.ts';
import { failure, guest } from '../support/documents.ts';

const refused = (xml: string) => failure(() => parseDomain(xml, { name: 'web.xml' }));
const disk = (attributes: string) => guest('', `\n<disk type='file'>${attributes}<target dev='vda' bus='virtio'/></disk>`);

describe('text that is no XML', () => {
  test.each([
    ['an unclosed tag', guest().replace('</name>', ''), 'web.xml:8:1: Opening and ending tag mismatch: name line 2 and domain'],
    ['two roots', `${guest()}<domain/>`, 'web.xml:8:10: Extra content at the end of the document: a second root element'],
    ['a duplicate attribute', guest().replace(`type='qemu'`, `type='qemu' type='kvm'`), 'web.xml:1:21: Attribute type redefined'],
    ['an unquoted attribute', guest().replace(`'qemu'`, 'qemu'), 'web.xml:1:14: '],
    ['NUL', guest().replace('web', 'w\0b'), 'web.xml:2:10: forbidden character U+0000'],
    ['an unknown entity', guest().replace('web', '&web;'), `web.xml:2:9: Entity 'web' not defined`],
    ['a document type', `<!DOCTYPE domain [<!ENTITY a "b">]>${guest()}`, 'web.xml:1:1: a document type (DOCTYPE) is not allowed'],
    ['a depth of 10,000', '<domain>'.repeat(10_000), 'web.xml:1:8193: Excessive depth in document'],
    ['nothing', '', 'web.xml:1:1: Document is empty'],
    ['words', 'hello', `web.xml:1:1: Start tag expected, '<' not found`],
  ])('%s', (_what, xml, detail) => {
    const error = refused(xml);
    expect(error.code).toBe('VIR_ERR_XML_DETAIL');
    expect(error.detail?.slice(0, detail.length)).toBe(detail);
  });

  test('100 MB', () => {
    const begin = performance.now();
    const error = refused(`<domain type='qemu'><name>${'x'.repeat(100 * 1024 * 1024)}</name></domain>`);
    expect(error.code).toBe('VIR_ERR_XML_DETAIL');
    expect(error.detail).toMatch(/^web\.xml: the document has \d+ bytes, the limit is 16777216$/);
    expect(error.message.length).toBeLessThan(200);
    expect(performance.now() - begin).toBeLessThan(5_000);
  });
});

describe('wrong values', () => {
  test.each([
    ['VIR_ERR_XML_ERROR', guest().replace(`'qemu'`, `'bogus'`), `Invalid value for attribute 'type' in element 'domain': 'bogus'.`, '/domain/@type', 1, 9],
    ['VIR_ERR_XML_ERROR', guest().replace(` type='qemu'`, ''), `Missing required attribute 'type' in element 'domain'`, '/domain', 1, 1],
    ['VIR_ERR_NO_NAME', guest().replace('<name>web</name>', ''), undefined, '/domain', 1, 1],
    ['VIR_ERR_NO_NAME', guest().replace('web', ''), undefined, '/domain', 1, 1],
    ['VIR_ERR_INTERNAL_ERROR', guest().replace(/<uuid>.*<\/uuid>/, '<uuid>nonsense</uuid>'), 'malformed uuid element', '/domain/uuid', 3, 3],
    ['VIR_ERR_XML_ERROR', guest().replace(/<os>.*<\/os>/, ''), 'an os <type> must be specified', '/domain', 1, 1],
    ['VIR_ERR_XML_ERROR', guest().replace(/<os>.*<\/os>/, '<os/>'), 'an os <type> must be specified', '/domain/os', 5, 3],
    ['VIR_ERR_XML_ERROR', '<network/>', 'unexpected root element <network>, expecting <domain>', '/network', 1, 1],
    ['VIR_ERR_CONFIG_UNSUPPORTED', guest('<on_crash>explode</on_crash>'), 'unknown on_crash action: explode', '/domain/on_crash', 6, 3],
    ['VIR_ERR_XML_ERROR', guest(`<clock offset='moon'/>`), `Invalid value for attribute 'offset' in element 'clock': 'moon'.`, '/domain/clock/@offset', 6, 10],
    ['VIR_ERR_XML_ERROR', disk(`<driver cache='bogus'/>`), `Invalid value for attribute 'cache' in element 'driver': 'bogus'.`, '/domain/devices/disk/driver/@cache', 8, 27],
    ['VIR_ERR_XML_ERROR', disk(`<address type='pci' bus='0x100'/>`), `Invalid PCI address bus='0x100', must be <= 0xFF`, '/domain/devices/disk/address/@bus', 8, 39],
    ['VIR_ERR_XML_ERROR', disk(`<address type='pcj'/>`), `Invalid value for attribute 'type' in element 'address': 'pcj'.`, '/domain/devices/disk/address/@type', 8, 28],
    ['VIR_ERR_NO_TARGET', guest('', `<disk type='file'/>`), undefined, '/domain/devices/disk', 7, 12],
    ['VIR_ERR_XML_ERROR', guest('', `<interface type='nonsense'/>`), `Invalid value for attribute 'type' in element 'interface': 'nonsense'.`, '/domain/devices/interface/@type', 7, 23],
    ['VIR_ERR_XML_ERROR', guest('', `<interface type='user'><mac address='zz'/></interface>`), `unable to parse mac address 'zz'`, '/domain/devices/interface/mac/@address', 7, 40],
    ['VIR_ERR_XML_ERROR', guest('', `<interface type='user'><mac address='01:00:00:00:00:01'/></interface>`), `expected unicast mac address, found multicast '01:00:00:00:00:01'`, '/domain/devices/interface/mac/@address', 7, 40],
    ['VIR_ERR_XML_ERROR', guest('', `<graphics type='vnc' port='x'/>`), `Invalid value for attribute 'port' in element 'graphics': 'x'. Expected integer value`, '/domain/devices/graphics/@port', 7, 33],
  ])('%s %#', (code, xml, detail, path, line, column) => {
    const error = refused(xml);
    expect(error.code).toBe(code);
    expect(error.detail).toBe(detail);
    expect(error.place).toEqual({ path, line, column, source: 'web.xml' });
  });
});

describe('negative and overflowing numbers', () => {
  const memory = (text: string) => guest().replace(`<memory unit='KiB'>1024</memory>`, text);

  test.each([
    ['-1', 'VIR_ERR_XML_ERROR'],
    ['abc', 'VIR_ERR_XML_ERROR'],
    ['1.5', 'VIR_ERR_XML_ERROR'],
    ['9007199254740992', 'VIR_ERR_OVERFLOW'],
    ['9223372036854775808', 'VIR_ERR_OVERFLOW'],
    ['18446744073709551615', 'VIR_ERR_OVERFLOW'],
    ['18446744073709551616', 'VIR_ERR_OVERFLOW'],
    ['9'.repeat(1_000_000), 'VIR_ERR_XML_ERROR'],
  ])('memory', (value, code) => {
    const error = refused(memory(`<memory>${value}</memory>`));
    expect([error.code, error.place?.path, error.place?.line]).toEqual([code, '/domain/memory', 4]);
  });

  test('memory that fits is kept to the last KiB', () => {
    expect(parseDomain(memory('<memory>4398046511105</memory>')).memory.size).toBe(4398046511105);
    expect(parseDomain(memory(`<memory unit='b'>1025</memory>`)).memory.size).toBe(2);
  });

  test('an unknown unit', () => {
    const error = refused(memory(`<memory unit='parsec'>1</memory>`));
    expect([error.code, error.detail, error.place?.path]).toEqual(['VIR_ERR_INVALID_ARG', `unknown suffix 'parsec'`, '/domain/memory/@unit']);
  });

  test.each(['-1', '4294967296', 'abc', '9'.repeat(400)])('vcpu', (value) => {
    const error = refused(guest(`<vcpu>${value}</vcpu>`));
    expect([error.code, error.detail, error.place?.path]).toEqual(['VIR_ERR_XML_ERROR', 'maximum vcpus count must be an integer', '/domain/vcpu']);
  });

  test.each([
    ['-1', `Invalid value for element 'total_bytes_sec': '-1'.`],
    ['18446744073709551616', `Invalid value for element 'total_bytes_sec': '18446744073709551616'.`],
  ])('64-bit limits', (value, detail) => {
    expect(refused(disk(`<iotune><total_bytes_sec>${value}</total_bytes_sec></iotune>`)).detail).toBe(detail);
  });

  test('64-bit limits are exact', () => {
    const limit = (value: string) =>
      parseDomain(disk(`<iotune><total_bytes_sec>${value}</total_bytes_sec></iotune>`)).devices.disks[0]?.iotune?.totalBytesSec;
    expect(limit('9007199254740991')).toBe(9007199254740991);
    expect(limit('9007199254740993')).toBe(9007199254740993n);
    expect(limit('18446744073709551615')).toBe(2n ** 64n - 1n);
  });
});

describe('names and duplicates', () => {
  test.each([
    ['VIR_ERR_XML_ERROR', guest().replace('web', '../../etc/passwd'), `name ../../etc/passwd cannot contain '/'`],
    ['VIR_ERR_XML_ERROR', guest('', `<disk><target dev='vda'/></disk><disk><target dev='vda'/></disk>`), `target 'vda' duplicated for disk sources '<null>' and '<null>'`],
    ['VIR_ERR_XML_ERROR', guest('', `<controller type='scsi' index='0'/><controller type='scsi' index='0'/>`), `Multiple 'scsi' controllers with index '0'`],
    ['VIR_ERR_XML_ERROR', guest('<title>one\ntwo</title>'), `Domain title can't contain newlines`],
  ])('%s %#', (code, xml, detail) => {
    const error = refused(xml);
    expect([error.code, error.detail]).toEqual([code, detail]);
  });

  test('names like those of objects are names', () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(parseDomain(guest().replace('web', name)).name).toBe(name);
      expect(refused(guest('', `<disk><target dev='a' bus='${name}'/></disk>`)).code).toBe('VIR_ERR_XML_ERROR');
      expect(refused(guest('', `<interface type='${name}'/>`)).code).toBe('VIR_ERR_XML_ERROR');
    }
    const polluted = parseDomain(guest('<__proto__><x/></__proto__>', `<__proto__ a='b'/>`));
    expect(Object.getPrototypeOf(polluted)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});
