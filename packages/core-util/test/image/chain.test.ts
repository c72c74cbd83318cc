import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { LocalHost } from '../../src/host/local-host.ts';
import { readBackingChain, type ChainHost } from '../../src/image/index.ts';
import { qcow2 } from './sample-images.ts';

let folder = '';
/** Paths that were opened. */
let opened: string[] = [];
const local = new LocalHost();
const host: ChainHost = {
  stat: (path, options) => local.stat(path, options),
  realPath: (path, options) => local.realPath(path, options),
  readFile: (path, options) => {
    opened.push(path);
    return local.readFile(path, options);
  },
};

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'image-')));
  opened = [];
});
afterEach(() => rm(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);
const put = (name: string, image: Buffer): Promise<void> => writeFile(at(name), image);
const secret = (): Promise<void> => put('secret', qcow2());

test('a chain of three, by relative and absolute names', async () => {
  await put('top', qcow2({ backing: 'middle', backingFormat: 'qcow2' }));
  await put('middle', qcow2({ backing: at('base'), backingFormat: 'raw' }));
  await put('base', Buffer.alloc(512));
  const { images } = await readBackingChain(host, at('top'), { format: 'qcow2' });
  expect(images.map(({ source, format, relPath, index }) => ({ source, format, relPath, index }))).toEqual([
    { source: { type: 'file', file: at('top') }, format: 'qcow2', relPath: undefined, index: 0 },
    { source: { type: 'file', file: at('middle') }, format: 'qcow2', relPath: 'middle', index: 1 },
    { source: { type: 'file', file: at('base') }, format: 'raw', relPath: undefined, index: 2 },
  ]);
});

test('an image whose format nobody has said is raw: nothing that it names is opened', async () => {
  await put('top', qcow2({ backing: 'secret', backingFormat: 'qcow2' }));
  await secret();
  const { images } = await readBackingChain(host, at('top'));
  expect(images.map(({ format }) => format)).toEqual(['raw']);
  expect(opened).toEqual([at('top')]);
});

test('a backing file of unrecorded format may be probed, but may not name further files', async () => {
  await put('top', qcow2({ backing: 'guest' }));
  await put('guest', qcow2({ backing: 'secret', backingFormat: 'raw' }));
  await secret();
  await expect(readBackingChain(host, at('top'), { format: 'qcow2' })).rejects.toMatchObject({
    code: 'VIR_ERR_OPERATION_INVALID',
    detail: expect.stringContaining(`format of backing image '${at('guest')}' of image '${at('top')}' was not specified`),
  });
  expect(opened).not.toContain(at('secret'));
  await put('guest', qcow2({ dataFile: 'secret', incompatible: 4n }));
  await expect(readBackingChain(host, at('top'), { format: 'qcow2' })).rejects.toThrow('was not specified');
  expect(opened).not.toContain(at('secret'));
  await put('guest', qcow2());
  const { images } = await readBackingChain(host, at('top'), { format: 'qcow2' });
  expect(images.map(({ format }) => format)).toEqual(['qcow2', 'qcow2']);
});

test('a data file is named, checked, and never read', async () => {
  await put('top', qcow2({ dataFile: 'data', incompatible: 4n }));
  await put('data', qcow2({ backing: 'secret' }));
  const { images } = await readBackingChain(host, at('top'), { format: 'qcow2' });
  expect(images[0]?.dataFile).toEqual({ source: { type: 'file', file: at('data') }, relPath: 'data' });
  expect(opened).not.toContain(at('data'));
  await rm(at('data'));
  await expect(readBackingChain(host, at('top'), { format: 'qcow2' })).rejects.toThrow('Cannot access backing file');
});

test('loops: to itself, through another, through a link', async () => {
  const loops = 'is self-referential or too deeply nested';
  await put('self', qcow2({ backing: 'self', backingFormat: 'qcow2' }));
  await expect(readBackingChain(host, at('self'), { format: 'qcow2' })).rejects.toThrow(`backing store for ${at('self')} ${loops}`);
  await put('a', qcow2({ backing: 'b', backingFormat: 'qcow2' }));
  await put('b', qcow2({ backing: 'link', backingFormat: 'qcow2' }));
  await symlink('a', at('link'));
  await expect(readBackingChain(host, at('a'), { format: 'qcow2' })).rejects.toThrow(loops);
  expect(opened).toHaveLength(3);
});

test('links that lead round in a circle are an error, not a wait', async () => {
  await put('top', qcow2({ backing: 'x', backingFormat: 'raw' }));
  await symlink('y', at('x'));
  await symlink('x', at('y'));
  await expect(readBackingChain(host, at('top'), { format: 'qcow2' })).rejects.toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR' });
});

test('chains that are too long', async () => {
  for (let index = 0; index < 6; index++) await put(`${index}`, qcow2({ backing: `${index + 1}`, backingFormat: 'qcow2' }));
  await put('6', qcow2());
  const chain = await readBackingChain(host, at('0'), { format: 'qcow2', maxDepth: 7 });
  expect(chain.images).toHaveLength(7);
  await expect(readBackingChain(host, at('0'), { format: 'qcow2', maxDepth: 6 })).rejects.toThrow('too deeply nested');
});

test('what is neither a file nor a block device is not opened', async () => {
  await promisify(execFile)('mkfifo', [at('pipe')]);
  await put('top', qcow2({ backing: 'pipe', backingFormat: 'raw' }));
  await put('other', qcow2({ backing: '/dev/zero', backingFormat: 'raw' }));
  for (const name of ['top', 'other']) {
    await expect(readBackingChain(host, at(name), { format: 'qcow2' })).rejects.toThrow('neither a file nor a block device');
  }
  expect(opened).toEqual([at('top'), at('other')]);
});

test('a missing file, at the top and below; a broken chain can be kept', async () => {
  await expect(readBackingChain(host, at('none'), { format: 'qcow2' })).rejects.toMatchObject({
    detail: `Cannot access storage file '${at('none')}': No such file or directory`,
    int1: 2,
  });
  await put('top', qcow2({ backing: 'gone', backingFormat: 'raw' }));
  const words = `Cannot access backing file '${at('gone')}' of storage file '${at('top')}': No such file or directory`;
  await expect(readBackingChain(host, at('top'), { format: 'qcow2' })).rejects.toMatchObject({ detail: words });
  const { images, broken } = await readBackingChain(host, at('top'), { format: 'qcow2', keepBroken: true });
  expect(images).toHaveLength(1);
  expect(broken?.detail).toBe(words);
});

test('files on servers end the chain; without a recorded format they are refused', async () => {
  await put('top', qcow2({ backing: 'nbd://storage/disk', backingFormat: 'qcow2' }));
  const { images } = await readBackingChain(host, at('top'), { format: 'qcow2' });
  expect(images[1]).toMatchObject({ source: { type: 'network', protocol: 'nbd', name: 'disk' }, format: 'qcow2' });
  await put('top', qcow2({ backing: 'nbd://storage/disk' }));
  await expect(readBackingChain(host, at('top'), { format: 'qcow2' })).rejects.toThrow('was not specified');
});

test('folders', async () => {
  await mkdir(at('tree'));
  const { images } = await readBackingChain(host, at('tree'), { format: 'none' });
  expect(images).toMatchObject([{ source: { type: 'dir', dir: at('tree') }, format: 'dir' }]);
});
