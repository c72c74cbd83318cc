import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { connect, type Connection } from '@virtweave/core-api';
import driver from '../src/index.ts';

const run = (program: string, ...args: readonly string[]): string => {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw error ?? new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
};

/** Why there is no loop device here; undefined when there is one. */
function noLoop(): string | undefined {
  if (process.getuid?.() !== 0) return 'loop devices and mounting need root';
  for (const program of ['losetup', 'mkfs.ext4', 'blkid', 'parted']) {
    if (spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0) return `${program} is not installed`;
  }
  return spawnSync('losetup', ['-f']).status === 0 ? undefined : 'there are no loop devices';
}

const because = noLoop();

if (because === undefined) {
  describe('on a device', () => {
    let folder: string;
    let device: string;
    let connection: Connection;

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'vw-fs-'));
      run('truncate', '-s', '64M', join(folder, 'disk'));
      device = run('losetup', '-f', '--show', join(folder, 'disk'));
      connection = await connect(`storage:///embed?root=${folder}`, { drivers: [driver] });
    });
    afterEach(async () => {
      for (const pool of await connection.listAllStoragePools({ active: true })) await pool.destroy();
      await connection.close();
      run('losetup', '-d', device);
      rmSync(folder, { recursive: true });
    });

    const fs = (format: string): string => `<pool type='fs'>
      <name>fs</name>
      <source><device path='${device}'/><format type='${format}'/></source>
      <target><path>${folder}/mnt</path></target>
    </pool>`;

    test.each(['ext4', 'xfs'])('a file system (%s) is made, mounted, filled and unmounted; nothing of another is overwritten', async (format) => {
      if (spawnSync('sh', ['-c', `command -v mkfs.${format}`]).status !== 0) return; // xfsprogs are not everywhere
      if (format === 'xfs') run('truncate', '-s', '320M', join(folder, 'disk'));
      run('losetup', '-c', device);
      const pool = await connection.storagePoolDefineXML(fs(format));
      await pool.build({ overwrite: true });
      await pool.start();
      expect(readFileSync('/proc/mounts', 'utf8')).toMatch(new RegExp(`^${device} ${folder}/mnt ${format} \\S*nosuid`, 'm'));
      const volume = await pool.volCreateXML('<volume><name>a.img</name><capacity>1000000</capacity></volume>');
      expect(await volume.path()).toBe(`${folder}/mnt/a.img`);
      expect((await pool.info()).capacity).toBeLessThan(320 * 1024 ** 2);

      await connection.close();
      connection = await connect(`storage:///embed?root=${folder}`, { drivers: [driver] });
      const again = await connection.storagePoolLookupByName('fs');
      expect((await again.listAllVolumes()).map(({ name }) => name)).toContain('a.img');
      await again.destroy();
      expect(existsSync(`${folder}/mnt/a.img`)).toBe(false);
      await expect(again.build({ noOverwrite: true })).rejects.toMatchObject({ code: 'VIR_ERR_STORAGE_POOL_BUILT' });
      await again.delete();
      expect(existsSync(`${folder}/mnt`)).toBe(false);
    });

    test('one that was unmounted behind our back is not active for the next process', async () => {
      const pool = await connection.storagePoolDefineXML(fs('ext4'));
      await pool.build({ overwrite: true });
      await pool.start();
      await connection.close();
      run('umount', `${folder}/mnt`);
      connection = await connect(`storage:///embed?root=${folder}`, { drivers: [driver] });
      expect(await (await connection.storagePoolLookupByName('fs')).isActive()).toBe(false);
    });

    test('partitions are made, told and removed', async () => {
      const pool = await connection.storagePoolDefineXML(`<pool type='disk'>
        <name>parts</name>
        <source><device path='${device}'/><format type='gpt'/></source>
        <target><path>/dev</path></target>
      </pool>`);
      await expect(pool.start()).rejects.toMatchObject({ code: 'VIR_ERR_STORAGE_PROBE_FAILED' });
      await pool.build();
      await pool.start();
      const name = `${device.slice('/dev/'.length)}p1`;
      const volume = (wanted: string): string => `<volume><name>${wanted}</name><capacity unit='MiB'>8</capacity></volume>`;
      await expect(pool.volCreateXML(volume('wrong'))).rejects.toThrow(`invalid partition name 'wrong', expected '${name}'`);
      const made = await pool.volCreateXML(volume(name));
      expect((await made.info()).capacity).toBe(8 * 1024 ** 2);
      const { available } = await pool.info();
      await made.delete();
      expect(await pool.listAllVolumes()).toEqual([]);
      await pool.refresh();
      expect((await pool.info()).available).toBe(available + 8 * 1024 ** 2);
      await expect(pool.build()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_INVALID' });
      await pool.destroy();
      await expect(pool.build()).rejects.toThrow(`Device '${device}' already formatted using 'gpt'`);
      await pool.delete();
      await pool.build();
    });
  });
} else test.skip(`file systems and partitions on a device (${because})`, () => {});
