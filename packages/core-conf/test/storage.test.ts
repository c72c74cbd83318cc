import { describe, expect, test } from '@jest/globals';
import {
  formatStoragePool,
  formatStoragePoolCapabilities,
  formatStoragePoolSources,
  formatStorageVol,
  parseStoragePool,
  parseStorageVol,
  readStoragePool,
  readStoragePoolCapabilities,
  readStoragePoolSources,
  readStorageVol,
  storagePoolCapabilities,
} from '../src/index.ts';
import { problemOf } from './problem-of.ts';

const name = '<name>a</name>';
const target = '<target><path>/t</path></target>';
const pool = (type: string, inner: string): string => `<pool type='${type}'>${inner}</pool>`;

describe('a pool', () => {
  test('gets a UUID, sizes of its own, a target and a format', () => {
    const parsed = parseStoragePool(pool('logical', `<name>vg0</name><capacity unit='GiB'>7</capacity>`), {
      random: (bytes) => bytes.fill(0),
    });
    expect(formatStoragePool(parsed)).toBe(`<pool type='logical'>
  <name>vg0</name>
  <uuid>00000000-0000-4000-8000-000000000000</uuid>
  <capacity unit='bytes'>0</capacity>
  <allocation unit='bytes'>0</allocation>
  <available unit='bytes'>0</available>
  <source>
    <name>vg0</name>
    <format type='lvm2'/>
  </source>
  <target>
    <path>/dev/vg0</path>
  </target>
</pool>
`);
  });

  test('read as it is written keeps what drivers report', () => {
    const text = `<pool type='disk'>
  <name>sda</name>
  <capacity unit='bytes'>9007199254740993</capacity>
  <source>
    <device path='/dev/sda' part_separator='no'>
      <freeExtent start='0' end='512'/>
    </device>
    <format type='dos'/>
  </source>
</pool>
`;
    const read = readStoragePool(text);
    expect(read.capacity).toBe(9007199254740993n);
    expect(formatStoragePool(read)).toBe(text);
  });

  test('drops what means nothing to its type', () => {
    const { source, target: where } = parseStoragePool(
      pool('rbd', `${name}<source><name>n</name><host name='h'/><dir path='/x'/><format type='nfs'/></source>${target}`),
    );
    expect(source).toEqual({ hosts: [{ name: 'h' }], name: 'n' });
    expect(where).toBeUndefined();
  });

  test.each([
    ['///a//b/', '/a/b'],
    ['//a//b//', '//a/b'],
    ['/', '/'],
    ['//', '//'],
    ['gluster://host//x/', 'gluster://host//x/'],
  ])('the path %s is %s', (path, sane) => {
    expect(parseStoragePool(pool('dir', `${name}<target><path>${path}</path></target>`)).target?.path).toBe(sane);
  });

  test('options of a namespace are found whatever its prefix', () => {
    const parsed = parseStoragePool(
      `<pool type='rbd' xmlns:x='http://libvirt.org/schemas/storagepool/rbd/1.0'>${name}<source><name>n</name>
       <host name='h'/></source><x:config_opts><x:option name='debug' value='1'/></x:config_opts></pool>`,
    );
    expect(parsed.configOptions).toEqual([{ name: 'debug', value: '1' }]);
    expect(formatStoragePool(parsed)).toContain("  <rbd:config_opts>\n    <rbd:option name='debug' value='1'/>\n");
  });

  test.each([
    ['dir', name, 'XML error: missing storage pool target path'],
    ['dir', target, 'XML error: missing pool source name element'],
    ['dir', `<name>a/b</name>${target}`, "XML error: name a/b cannot contain '/'"],
    ['dir', `${name}<uuid>x</uuid>${target}`, 'XML error: malformed uuid element'],
    ['fs', name + target, 'XML error: missing storage pool source device name'],
    ['netfs', name + target, 'XML error: missing storage pool source host name'],
    ['netfs', `${name}${target}<source><host name='h'/></source>`, 'XML error: missing storage pool source path'],
    [
      'netfs',
      `${name}${target}<source><host name='h'/><dir path='/'/><format type='x'/></source>`,
      'unsupported configuration: unknown pool format type x',
    ],
    ['rbd', `${name}<source><host name='h'/></source>`, "XML error: element 'name' is mandatory for RBD pool"],
    ['scsi', name + target, 'XML error: missing storage pool source adapter'],
    [
      'scsi',
      `${name}${target}<source><adapter type='fc_host' wwnn='q' wwpn='q'/></source>`,
      'internal error: Malformed wwn: q',
    ],
    [
      'iscsi-direct',
      `${name}<source><host name='h'/><device path='d'/></source>`,
      'unsupported configuration: missing initiator IQN',
    ],
    [
      'iscsi',
      `${name}${target}<source><host name='h'/><auth type='chap' username='u'><secret/></auth></source>`,
      'XML error: missing secret uuid or usage attribute',
    ],
  ])('%s %s is refused', (type, inner, message) => {
    const problem = problemOf(() => parseStoragePool(pool(type, inner)));
    expect(problem.libvirtMessage).toBe(message);
    expect(problem.domain).toBe('VIR_FROM_STORAGE');
  });

  test('unknown names are refused when asked, and the nearest is named', () => {
    const text = pool('dir', `${name}<target><pth>/t</pth><path>/t</path></target>`);
    expect(parseStoragePool(text).target?.path).toBe('/t');
    expect(problemOf(() => parseStoragePool(text, { strict: true })).message).toContain("did you mean 'path'?");
  });
});

describe('a volume', () => {
  const dir = { type: 'dir' } as const;
  const volume = (inner: string): string => `<volume>${inner}</volume>`;

  test('takes its format from the pool, its allocation from its capacity', () => {
    const vol = parseStorageVol(volume(`${name}<capacity unit='G'>1</capacity>`), dir);
    expect(formatStorageVol(vol)).toBe(`<volume type='file'>
  <name>a</name>
  <capacity unit='bytes'>1073741824</capacity>
  <allocation unit='bytes'>1073741824</allocation>
  <target>
    <format type='raw'/>
  </target>
</volume>
`);
    expect(parseStorageVol(volume(`${name}<capacity>1</capacity>`), { type: 'logical' }).target.format).toBeUndefined();
  });

  test('features are written in libvirt\'s order and need a version', () => {
    const vol = parseStorageVol(
      volume(`${name}<capacity>1</capacity><target><features><extended_l2/><lazy_refcounts/></features></target>`),
      dir,
    );
    expect(vol.target).toEqual({ format: 'raw', compat: '1.1', features: ['lazy_refcounts', 'extended_l2'] });
  });

  test('capacity may be left out where the caller says so', () => {
    const backed = volume(`${name}<backingStore><path>/b</path></backingStore>`);
    expect(problemOf(() => parseStorageVol(backed, dir)).libvirtMessage).toBe('XML error: missing capacity element');
    expect(parseStorageVol(backed, dir, { capacity: 'withBacking' }).capacity).toBe(0);
    expect(() => parseStorageVol(volume(name), dir, { capacity: 'withBacking' })).toThrow('missing capacity element');
    expect(parseStorageVol(volume(name), dir, { capacity: 'optional' }).allocation).toBe(0);
  });

  test('what drivers report is kept by reading and dropped by a definition', () => {
    const text = `<volume type='block'>
  <name>swap</name>
  <source>
    <device path='/dev/sda2'>
      <extent start='0' end='512'/>
    </device>
  </source>
  <capacity unit='bytes'>512</capacity>
  <allocation unit='bytes'>512</allocation>
  <physical unit='bytes'>512</physical>
  <target>
    <timestamps>
      <atime>1341933637.273190990</atime>
    </timestamps>
  </target>
</volume>
`;
    expect(formatStorageVol(readStorageVol(text))).toBe(text);
    expect(parseStorageVol(text, { type: 'logical' })).toEqual({
      type: 'block',
      name: 'swap',
      capacity: 512,
      allocation: 512,
      target: {},
    });
  });

  test.each([
    ['<capacity>1</capacity>', 'XML error: missing volume name element'],
    [`${name}<capacity>x</capacity>`, 'XML error: malformed capacity element'],
    [`${name}<capacity unit='q'>1</capacity>`, "invalid argument: unknown suffix 'q'"],
    [`${name}<capacity unit='E'>16</capacity>`, 'numerical overflow: value too large: 16E'],
    [
      `${name}<capacity>1</capacity><target><format type='none'/></target>`,
      'unsupported configuration: unknown volume format type none',
    ],
    [
      `${name}<capacity>1</capacity><target><compat>1</compat></target>`,
      "XML error: forbidden characters in 'compat' attribute",
    ],
    [
      `${name}<capacity>1</capacity><target><permissions><mode>1777</mode></permissions></target>`,
      'XML error: malformed octal mode',
    ],
    [
      `${name}<capacity>1</capacity><target><encryption format='luks'><ivgen name='x'/></encryption></target>`,
      'XML error: ivgen element found, but cipher is missing',
    ],
  ])('%s is refused', (inner, message) => {
    expect(problemOf(() => parseStorageVol(volume(inner), dir)).libvirtMessage).toBe(message);
  });
});

test('sources that were found are read and written', () => {
  const text = `<sources>
  <source>
    <host name='h'/>
    <dir path='/export'/>
  </source>
</sources>
`;
  expect(formatStoragePoolSources(readStoragePoolSources(text))).toBe(text);
  expect(formatStoragePoolSources({ sources: [] })).toBe('<sources>\n</sources>\n');
});

test('capabilities survive reading', () => {
  const capabilities = storagePoolCapabilities(['dir', 'zfs']);
  expect(readStoragePoolCapabilities(formatStoragePoolCapabilities(capabilities))).toEqual(capabilities);
  expect(capabilities.pools.filter(({ supported }) => supported).map(({ type }) => type)).toEqual(['dir', 'zfs']);
});
