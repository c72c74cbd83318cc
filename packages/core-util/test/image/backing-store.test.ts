import { describe, expect, test } from '@jest/globals';
import { parseBackingStore } from '../../src/image/index.ts';

const tcp = (name: string, port?: number): object => (port === undefined ? { name } : { name, port });

describe('a backing store string', () => {
  test.each([
    ['base.img', { type: 'file', file: 'base.img' }],
    ['/a:b', { type: 'file', file: '/a:b' }],
    ['./a:b', { type: 'file', file: './a:b' }],
    ['fat:/tree', { type: 'dir', dir: '/tree' }],
    ['nbd:[::1]:1', { type: 'network', protocol: 'nbd', hosts: [tcp('::1', 1)] }],
    ['gluster+rdma://g/v/i', { type: 'network', protocol: 'gluster', name: 'v/i', hosts: [{ transport: 'rdma', name: 'g' }] }],
    ['ssh://s/i', { type: 'network', protocol: 'ssh', name: 'i', hosts: [tcp('s', 22)] }],
    [
      'json:{"driver":"raw","offset":"10","size":20,"file.driver":"host_device","file.filename":"/dev/x"}',
      { type: 'block', dev: '/dev/x', slices: [{ type: 'storage', offset: 10, size: 20 }] },
    ],
    [
      'json:{"driver":"nbd","server.type":"unix","server.path":"/s","export":"e"}',
      { type: 'network', protocol: 'nbd', name: 'e', hosts: [{ transport: 'unix', socket: '/s' }] },
    ],
    [
      'json:{"driver":"vxhs","vdisk-id":"v","server":{"host":"h"}}',
      { type: 'network', protocol: 'vxhs', name: 'v', hosts: [tcp('h', 9999)] },
    ],
    [
      'json:{"driver":"rbd","pool":"p","namespace":"n","image":"i"}',
      { type: 'network', protocol: 'rbd', name: 'p/n/i', hosts: [] },
    ],
  ])('%s', (text, source) => {
    expect(parseBackingStore(text)).toMatchObject({ source, complete: true });
    expect(parseBackingStore(text).source).toEqual(source);
  });

  test('rbd: escapes, monitors with ports', () => {
    const { source, user } = parseBackingStore('rbd:pool/im\\@age@snap:id=me:mon_host=a\\:1\\;[\\:\\:1]\\:2\\;b:conf=/c');
    expect(user).toBe('me');
    expect(source).toEqual({
      type: 'network',
      protocol: 'rbd',
      name: 'pool/im@age',
      snapshot: { name: 'snap' },
      hosts: [tcp('a', 1), tcp('[::1]', 2), tcp('b')],
      config: { file: '/c' },
    });
  });

  test('what a source cannot hold makes it incomplete', () => {
    expect(parseBackingStore('ftp://u@h/f').complete).toBe(false);
    expect(parseBackingStore('json:{"driver":"https","url":"https://h/f","password-secret":"s"}').complete).toBe(false);
    expect(parseBackingStore('json:{"driver":"raw","file":{"driver":"file","filename":"f"}}').format).toBe('raw');
  });

  test.each([
    ['', 'invalid backing protocol string'],
    ['bogus:x', `invalid backing protocol 'bogus'`],
    ['bogus://x', `invalid backing protocol 'bogus'`],
    ['nbd+rfc://x', `invalid protocol transport type 'rfc'`],
    ['nbd:host', `malformed nbd string 'nbd:host'`],
    ['nbd:host:99999', 'malformed nbd string'],
    ['nfs:x', 'malformed backing store path for protocol nfs'],
    ['gluster://h/volume', 'missing volume name or file name in gluster source path'],
    ['json:[]', 'not an object'],
    ['json:{"driver":"qcow2","file":{"driver":"file","filename":"f"}}', `missing parser implementation for JSON backing volume driver 'qcow2'`],
    ['json:{"file":{"driver":"raw","file":{"driver":"raw","file":{}}}}', 'must not have nested format drivers'],
    ['json:{"driver":"iscsi","transport":"iser","portal":"p","target":"t"}', 'only TCP transport'],
    ['json:{"driver":"gluster","volume":"v","path":"p","server":[{"type":"vsock"}]}', 'is not yet supported'],
  ])('%s is refused', (text, words) => {
    expect(() => parseBackingStore(text)).toThrow(words);
  });
});
