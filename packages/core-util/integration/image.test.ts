import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LocalHost } from '../src/host/local-host.ts';
import { imageReader, readBackingChain, readImageMetadata } from '../src/image/index.ts';

const host = new LocalHost();
let folder = '';
const qemuImg = (...args: string[]): Promise<unknown> => promisify(execFile)('qemu-img', args, { cwd: folder });

/** qemu-img measures how fast it hashes, and gives up when the machine is too busy to tell. */
async function luksImg(...args: string[]): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await qemuImg(...args);
    } catch (error) {
      if (attempt === 10 || !String(error).includes('accurate CPU usage')) throw error;
    }
  }
}

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'image-')));
});
afterAll(() => rm(folder, { recursive: true }));

/** qemu-img makes a VHD of whole cylinders, unless it is told to keep the size. */
const options: Readonly<Record<string, readonly string[]>> = { vpc: ['-o', 'force_size=on'], qcow2: ['-o', 'extended_l2=on'] };

const there = spawnSync('qemu-img', ['--version']).status === 0;
const withQemuImg = there ? describe : describe.skip;

withQemuImg(`images that qemu-img makes${there ? '' : ' (qemu-img is not installed)'}`, () => {
  test.each(['raw', 'qcow', 'qcow2', 'qed', 'vdi', 'vhdx', 'vmdk', 'vpc'])('%s, as qemu-img makes it', async (format) => {
    await qemuImg('create', '-q', '-f', format, ...(options[format] ?? []), `disk.${format}`, '64M');
    const metadata = await readImageMetadata(imageReader(host, join(folder, `disk.${format}`)));
    expect(metadata.format).toBe(format);
    expect(metadata.capacity).toBe(format === 'raw' ? undefined : 64n << 20n);
    expect(metadata.features).toEqual(format === 'qcow2' ? ['extended_l2'] : undefined);
  });

  test('LUKS, in a raw image and in a qcow2 one', async () => {
    const secret = ['--object', 'secret,id=s,data=x'];
    await luksImg('create', '-q', ...secret, '-f', 'luks', '-o', 'key-secret=s,iter-time=10', 'disk.luks', '1M');
    await luksImg('create', '-q', ...secret, '-f', 'qcow2', '-o', 'encrypt.format=luks,encrypt.key-secret=s,encrypt.iter-time=10', 'e.qcow2', '1M');
    const read = (name: string): Promise<object> => readImageMetadata(imageReader(host, join(folder, name)));
    expect(await read('disk.luks')).toMatchObject({ format: 'raw', encryption: { format: 'luks', version: 1 } });
    expect(await read('e.qcow2')).toMatchObject({ format: 'qcow2', encryption: { format: 'luks' } });
  }, 60_000);

  test.each(['qcow', 'qcow2', 'qed', 'vmdk'])('%s names its backing file', async (format) => {
    const base = format === 'vmdk' ? 'vmdk' : 'raw';
    await qemuImg('create', '-q', '-f', base, `base-of-${format}`, '1M');
    await qemuImg('create', '-q', '-f', format, '-b', `base-of-${format}`, '-F', base, `top.${format}`);
    const { images } = await readBackingChain(host, join(folder, `top.${format}`), { format: format as 'qcow2' });
    expect(images.map((image) => [image.format, image.relPath])).toEqual([[format, undefined], [base, `base-of-${format}`]]);
  });
});
