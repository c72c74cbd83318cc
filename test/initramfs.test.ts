import { describe, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Entry {
  readonly path: string;
  readonly mode: number;
  readonly data?: string;
  readonly device?: readonly [number, number];
}

const script = (name: string): Promise<unknown> => import(new URL(`../scripts/guest/${name}`, import.meta.url).href);
const { cpio } = (await script('cpio.mjs')) as { cpio(entries: readonly Entry[]): Buffer };
const { kernelModules } = (await script('modules.mjs')) as {
  kernelModules(folder: string, wanted: readonly string[]): Promise<readonly { name: string; data: Buffer }[]>;
};

/** Reads such an archive, by the format's description in the kernel (initramfs/buffer-format). */
function read(archive: Buffer): (Entry & { inode: number })[] {
  const entries = [];
  for (let at = 0; ; ) {
    expect(archive.toString('latin1', at, at + 6)).toBe('070701');
    const field = (n: number): number => parseInt(archive.toString('latin1', at + 6 + n * 8, at + 14 + n * 8), 16);
    const name = archive.toString('utf8', at + 110, at + 110 + field(11) - 1);
    const data = (at + 110 + field(11) + 3) & ~3;
    if (name === 'TRAILER!!!') return entries;
    const body = archive.toString('utf8', data, data + field(6));
    entries.push({ path: name, inode: field(0), mode: field(1), data: body, device: [field(9), field(10)] as const });
    at = (data + field(6) + 3) & ~3;
  }
}

describe('cpio', () => {
  test('what goes in can be read again, at any length', () => {
    const wanted: Entry[] = [0, 1, 2, 3, 4, 5].map((n) => ({
      path: 'f'.repeat(n + 1), mode: 0o100644, data: 'x'.repeat(n), device: [0, 0],
    }));
    wanted.push({ path: 'dev/console', mode: 0o020600, data: '', device: [5, 1] });
    const entries = read(cpio(wanted));
    expect(entries.map(({ inode: _, ...entry }) => entry)).toEqual(wanted);
    expect(new Set(entries.map((entry) => entry.inode)).size).toBe(wanted.length);
  });
});

describe('kernel modules', () => {
  test('come after those that they depend on; absent ones are left out', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'modules-'));
    try {
      await mkdir(join(folder, 'kernel/drivers'), { recursive: true });
      const module = (file: string, depends: string): Promise<void> =>
        writeFile(join(folder, 'kernel', file), `ELF...\0license=GPL\0depends=${depends}\0name=x\0`);
      await module('drivers/virtio-rng.ko', 'virtio,rng-core');
      await module('drivers/virtio.ko', 'virtio_ring');
      await module('virtio_ring.ko', '');
      await module('other.ko', '');
      const names = (await kernelModules(folder, ['virtio_rng', 'virtio', 'absent'])).map((m) => m.name);
      expect(names).toEqual(['virtio_ring', 'virtio', 'virtio_rng']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
