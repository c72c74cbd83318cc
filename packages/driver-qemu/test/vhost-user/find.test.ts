import { expect, test } from '@jest/globals';
import { FixtureHost } from '@virtweave/core-testkit';
import { findVhostUserProgram, formatVhostUserDescriptor, parseVhostUserDescriptor } from '../../src/vhost-user/index.ts';

const descriptor = (type: string, binary: string): string => JSON.stringify({ description: 'x', type, binary, tags: ['a'] });
const asked = ['--print-capabilities'];

const host = (): FixtureHost =>
  new FixtureHost({
    files: {
      '/usr/share/qemu/vhost-user/10-fs.json': descriptor('fs', '/bin/virtiofsd'),
      '/usr/share/qemu/vhost-user/20-plain.json': descriptor('gpu', '/bin/plain'),
      '/usr/share/qemu/vhost-user/30-broken.json': descriptor('gpu', '/bin/broken'),
      '/usr/share/qemu/vhost-user/35-no.json': '{}',
      '/usr/share/qemu/vhost-user/40-virgl.json': descriptor('gpu', '/bin/virgl'),
    },
    commands: [
      { program: '/bin/plain', args: asked, stdout: '{"type":"gpu","features":[]}', times: Infinity },
      { program: '/bin/broken', args: asked, stdout: 'usage: broken', times: Infinity },
      { program: '/bin/virgl', args: asked, stdout: '{"type":"gpu","features":["render-node","virgl"]}', times: Infinity },
    ],
  });

test('the first program that can do what is asked of it is taken', async () => {
  expect(await findVhostUserProgram(host(), 'gpu', [])).toEqual({ binary: '/bin/plain', features: [] });
  expect((await findVhostUserProgram(host(), 'gpu', ['virgl'])).binary).toBe('/bin/virgl');
});

test('without one the start is refused, naming what is missing', async () => {
  await expect(findVhostUserProgram(host(), 'gpu', ['raytracing'])).rejects.toMatchObject({
    code: 'VIR_ERR_OPERATION_FAILED',
    detail: expect.stringContaining('vhost-user-gpu with raytracing'),
  });
  await expect(findVhostUserProgram(host(), 'input', [])).rejects.toThrow('vhost-user-input');
});

test('descriptors keep type and program', () => {
  const found = parseVhostUserDescriptor(descriptor('gpu', '/bin/x'));
  expect(found && formatVhostUserDescriptor(found)).toEqual({ type: 'gpu', binary: '/bin/x' });
  expect(parseVhostUserDescriptor(descriptor('toaster', '/bin/x'))).toBeUndefined();
  expect(parseVhostUserDescriptor('[')).toBeUndefined();
});
