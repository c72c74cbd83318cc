import { expect, test } from '@jest/globals';
import type { FileStat } from '../../src/host/host.ts';
import { lookupImage, parseGlusterVolumes, parseImageIndex, relativeBackingPath, type NamedImage } from '../../src/image/index.ts';

/** Where each path leads. */
const files: Readonly<Record<string, string>> = {
  '/d/top': '1', '/d/link': '1', '/d/base': '2', '/d/sub/base': '3',
};

/** As over ssh, where files have no numbers. */
const host = {
  stat: async (path: string): Promise<FileStat | undefined> =>
    files[path] === undefined ? undefined : { type: 'file', size: 0, mode: 0, uid: 0, gid: 0, mtime: 0, ctime: 0 },
  realPath: async (path: string): Promise<string> => files[path] ?? '',
};

const chain: readonly NamedImage[] = [
  { source: { type: 'file', file: '/d/top' }, index: 0 },
  { source: { type: 'network', protocol: 'nbd', name: 'export', hosts: [] }, index: 1 },
  { source: { type: 'file', file: '/d/base' }, relPath: 'base', index: 2 },
];

const find = (name: string | undefined, startAfter?: number): Promise<object> =>
  lookupImage(host, chain, name, { folder: '/d', target: 'vda', startAfter });

test('by index, by name, by another path of the same file, and the base', async () => {
  expect(await find('vda[2]')).toEqual({ position: 2, parent: 1, index: 2 });
  expect(await find('base')).toEqual({ position: 2, parent: 1, index: 0 });
  expect(await find('export')).toEqual({ position: 1, parent: 0, index: 0 });
  expect(await find('link')).toEqual({ position: 0, parent: undefined, index: 0 });
  expect(await find(undefined)).toEqual({ position: 2, parent: 1, index: 0 });
});

test('what is not there is named in the words of libvirt', async () => {
  await expect(find('vda[7]')).rejects.toMatchObject({
    code: 'VIR_ERR_INVALID_ARG',
    detail: `could not find backing store index '7' in chain for '/d/top'`,
  });
  await expect(find('vda[1]', 1)).rejects.toThrow(`requested backing store index 1 is above 'export' in chain of '/d/top'`);
  await expect(find('link', 0)).rejects.toThrow(`could not find image 'link' beneath '/d/top' in chain for '/d/top'`);
  await expect(find('nothing')).rejects.toThrow(`could not find image 'nothing' in chain for '/d/top'`);
  await expect(find(undefined, 2)).rejects.toThrow(`could not find base image in chain for '/d/top'`);
  await expect(find('vdb[1]')).rejects.toThrow(`requested target 'vdb' does not match target 'vda'`);
});

test('indexes', () => {
  expect(['vda[3]', 'vda[0]', 'vda[-1]', 'vda[1][1]', 'vda', 'vda[1'].map((name) => parseImageIndex(name, 'vda'))).toEqual([
    3, undefined, undefined, undefined, undefined, undefined,
  ]);
});

test('relative paths follow the names, and an absolute one ends them', () => {
  const images = [{}, { relPath: 'a/b' }, { relPath: '../c' }];
  expect(relativeBackingPath(images, 1, 2)).toBe('a/../c');
  expect(relativeBackingPath(images, 0, 2)).toBeUndefined();
  expect(() => relativeBackingPath(images, 2, 1)).toThrow('base image is not in backing chain');
});

test('gluster: names of volumes, and its errors', () => {
  const output = (inner: string): string => `<cliOutput>${inner}</cliOutput>`;
  const volumes = '<volInfo><volumes><volume><id>1</id><name>one</name></volume><volume><name>two</name></volume></volumes></volInfo>';
  expect(parseGlusterVolumes(output(volumes))).toEqual(['one', 'two']);
  expect(() => parseGlusterVolumes(output('<opRet>-1</opRet><opErrstr>no daemon</opErrstr>'))).toThrow('no daemon');
  expect(() => parseGlusterVolumes(output('<volInfo><volumes><volume/></volumes></volInfo>'))).toThrow('gluster volume name');
});
