import { expect, test } from '@jest/globals';
import { diff, parseDomain } from '../../src/index.ts';
import { guest } from '../support/documents.ts';

const disk = (dev: string, file: string, more = '') =>
  `<disk type='file'><driver name='qemu' type='qcow2'/><source file='${file}'/><target dev='${dev}' bus='virtio'/>${more}</disk>`;
const nic = (mac: string, network: string) => `<interface type='network'><mac address='${mac}'/><source network='${network}'/></interface>`;
const [a, b] = ['52:54:00:00:00:01', '52:54:00:00:00:02'] as const;
const parse = (children: string, devices: string) => parseDomain(guest(children, devices), { skipValidation: true });
const before = parse('<title>x</title>', disk('vda', '/a') + nic(a, 'one') + nic(b, 'two'));
const words = (...after: Parameters<typeof parse>) => diff(before, parse(...after)).map((change) => change.words);

test('nothing, also when interfaces have changed places', () => {
  expect(diff(before, before)).toEqual([]);
  expect(words('<title>x</title>', disk('vda', '/a') + nic(b, 'two') + nic(a, 'one'))).toEqual([]);
});

test('settings of the guest', () => {
  const after = { ...before, memory: { size: 2097152 }, vcpu: { ...before.vcpu, max: 4 }, onCrash: 'restart' as const };
  expect(diff({ ...before, memory: { size: 1048576 } }, after)).toEqual([
    { path: 'memory.size', kind: 'changed', old: 1048576, new: 2097152, words: 'memory changes from 1 GiB to 2 GiB' },
    { path: 'vcpu.max', kind: 'changed', old: 1, new: 4, words: 'number of vCPUs changes from 1 to 4' },
    { path: 'onCrash', kind: 'changed', old: 'destroy', new: 'restart', words: 'action on crash changes from destroy to restart' },
  ]);
  const { title: _, ...untitled } = before;
  expect(diff(before, untitled)).toEqual([{ path: 'title', kind: 'removed', old: 'x', words: 'title is no longer set (was x)' }]);
  expect(diff(untitled, before)).toEqual([{ path: 'title', kind: 'added', new: 'x', words: 'title is set to x' }]);
});

test('devices, known by what identifies them', () => {
  const rest = nic(a, 'one') + nic(b, 'two');
  expect(words('<title>x</title>', disk('vda', '/b') + rest)).toEqual(['disk vda: source file changes from /a to /b']);
  expect(words('<title>x</title>', disk('vda', '/a', '<readonly/>') + rest)).toEqual(['disk vda: readonly is set to yes']);
  const [added] = diff(before, parse('<title>x</title>', disk('vda', '/a') + disk('vdb', '/new disk') + rest));
  expect(added).toMatchObject({ path: 'devices.disks[vdb]', kind: 'added', new: { target: { dev: 'vdb' } } });
  expect(added?.words).toMatch(/^disk vdb is added: /);
  expect(words('<title>x</title>', disk('vda', '/a') + nic(b, 'three'))).toEqual([
    expect.stringMatching(`^network interface ${a} is removed`),
    `network interface ${b}: source network changes from two to three`,
  ]);
});

test('another kind of source is one change', () => {
  const block = `<disk type='block'><driver name='qemu' type='qcow2'/><source dev='/dev/sda'/><target dev='vda' bus='virtio'/></disk>`;
  expect(words('<title>x</title>', block + nic(a, 'one') + nic(b, 'two'))).toEqual([
    'disk vda: source changes from file, file /a to block, dev /dev/sda',
  ]);
});

test('passwords stay secret', () => {
  const vnc = (passwd: string) => parse('', `<graphics type='vnc' passwd='${passwd}'/>`);
  const changes = diff(vnc('first'), vnc('second'));
  expect(changes).toEqual([{ path: 'devices.graphics[vnc].passwd', kind: 'changed', words: 'graphics vnc: passwd changes' }]);
  expect(JSON.stringify(diff(parse('', ''), vnc('first')))).not.toContain('first');
});

test('metadata', () => {
  const meta = (text: string) => parse(`<metadata><a:x xmlns:a='urn:a'>${text}</a:x></metadata>`, '');
  expect(diff(meta('1'), meta('1'))).toEqual([]);
  expect(diff(meta('1'), meta('2')).map(({ path, kind }) => [path, kind])).toEqual([['metadata.elements[a:x]', 'changed']]);
});

test('numbers beyond 2^53', () => {
  expect(diff({ size: 5n }, { size: 5 } as unknown as { size: bigint })).toEqual([]);
  expect(diff({ size: 2n ** 60n }, { size: 2n ** 61n })[0]?.words).toBe('size changes from 1152921504606846976 to 2305843009213693952');
});
