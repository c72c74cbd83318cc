import { describe, expect, test } from '@jest/globals';
import type { Disk, DiskSource } from '@virtweave/core-conf';
import { readDomain } from '@virtweave/core-conf';
import { readXml, type XmlElement } from '@virtweave/core-util/xml';
import {
  backingStoreString,
  checkNodeNames,
  createOptions,
  statusImages,
  targetProps,
  type Image,
  type NewImage,
} from '../../src/block/index.ts';

const image = (format: string, source: DiskSource, more: Partial<Image> = {}): Image => ({
  source,
  format,
  label: '1',
  readonly: false,
  isEnd: true,
  ...more,
});
const file: DiskSource = { type: 'file', file: '/images/a' };

describe('backingStoreString', () => {
  test.each<[string, DiskSource]>([
    ['/images/a', file],
    ['/dev/sda', { type: 'block', dev: '/dev/sda' }],
    ['nbd://[fe80::1]:10809', { type: 'network', protocol: 'nbd', hosts: [{ name: 'fe80::1' }] }],
    ['https://h:443/a?b=c', { type: 'network', protocol: 'https', name: '/a', query: 'b=c', hosts: [{ name: 'h' }] }],
    [
      'json:{"file":{"driver":"nbd","server":{"type":"unix","path":"/s"}}}',
      { type: 'network', protocol: 'nbd', hosts: [{ transport: 'unix', socket: '/s' }] },
    ],
    [
      'json:{"file":{"driver":"raw","offset":512,"size":1024,"file":{"driver":"file","filename":"/images/a"}}}',
      { ...file, slices: [{ type: 'storage', offset: 512, size: 1024 }] },
    ],
    [
      'json:{"file":{"driver":"rbd","pool":"p","image":"i"}}',
      { type: 'network', protocol: 'rbd', name: 'p/i', auth: { username: 'u', secret: { type: 'ceph', usage: 's' } } },
    ],
  ])('%s', (text, source) => expect(backingStoreString(source)).toBe(text));

  test('a folder is named as what it pretends to be', () => {
    expect(backingStoreString({ type: 'dir', dir: '/d' }, 'fat')).toBe('fat:/d');
  });

  test('credentials of a server never stand in it', () => {
    const source: DiskSource = {
      type: 'network',
      protocol: 'iscsi',
      name: 'target/1',
      hosts: [{ name: 'h' }],
      auth: { username: 'me', secret: { type: 'iscsi', usage: 's' } },
    };
    expect(JSON.stringify(targetProps(source))).not.toContain('me');
  });
});

describe('createOptions', () => {
  const wanted: NewImage = { capacity: 1024n, physical: 512n };

  test('an overlay names its backing image and that image\'s format', () => {
    const backing = image('raw', { ...file, encryption: { format: 'luks' } });
    expect(createOptions(image('qcow2', { type: 'file', file: '/b' }), { ...wanted, backing, compat: '0.10' })).toEqual({
      protocol: { driver: 'file', filename: '/b', size: 512n },
      format: {
        driver: 'qcow2',
        file: 'libvirt-1-storage',
        size: 1024n,
        version: 'v2',
        'backing-file': '/images/a',
        'backing-fmt': 'luks',
      },
    });
  });

  test('a raw image on a block device is already there', () => {
    expect(createOptions(image('raw', { type: 'block', dev: '/dev/x' }), wanted)).toEqual({});
  });

  test('a relative name of the backing image wins', () => {
    const { format } = createOptions(image('qed', file), { ...wanted, backing: image('raw', file), backingString: '../a' });
    expect(format).toMatchObject({ driver: 'qed', 'backing-file': '../a' });
  });

  test('what cannot be made is refused', () => {
    expect(() => createOptions(image('bochs', file), wanted)).toThrow("can't create storage format 'bochs'");
    expect(() => createOptions(image('raw', { ...file, encryption: { format: 'qcow' } }), wanted)).toThrow("'qcow' encryption");
  });
});

test('names of nodes that QEMU would cut off are refused', () => {
  expect(() => checkNodeNames(image('raw', file))).not.toThrow();
  const nodes = { storage: 's', format: 'x'.repeat(32) };
  expect(() => checkNodeNames(image('raw', file, { nodes }))).toThrow(`node-name '${nodes.format}' too long for qemu`);
});

test('the status of a disk names its nodes and objects', () => {
  const names = (letter: string): string =>
    `<privateData><nodenames><nodename type='storage' name='${letter}-s'/><nodename type='format' name='${letter}-f'/></nodenames>
     <objects><secret type='auth' alias='${letter}-auth'/><TLSx509 alias='${letter}-tls'/></objects></privateData>`;
  const root = readXml(`<domain type='qemu'><name>d</name><os><type>hvm</type></os><devices>
    <disk type='file'><source file='/a'>${names('a')}</source>
      <backingStore type='file'><source file='/b'/><backingStore type='file'><source file='/c'>${names('c')}</source></backingStore></backingStore>
      <target dev='vda'/></disk></devices></domain>`);
  const [disk] = readDomain(root, { inactive: false, status: true }).devices.disks;
  const element = (root.child('devices') as XmlElement).child('disk');
  const images = statusImages(disk as Disk, element as XmlElement);
  expect(images.map(({ image: { nodes } }) => nodes?.format)).toEqual(['a-f', undefined, 'c-f']);
  expect(images.map(({ objects }) => objects.tlsCredentials)).toEqual(['a-tls', undefined, 'c-tls']);
  expect(images[2]?.objects.authSecret).toBe('c-auth');
});
