import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { connect, defineDriver, VirtError, type Connection, type Driver, type StoragePool } from '@virtweave/core-api';
import driver from '../src/index.ts';

const installed = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
const mebibyte = 1024 ** 2;

/** Knows one secret, by what it is used for. */
const secrets: Driver = defineDriver({
  contract: 1,
  name: 'secrets',
  schemes: ['secret'],
  provides: ['secret'],
  open: async () => ({
    families: {
      secret: {
        secretLookupByUsage: async (usageType, usageId) => {
          if (usageId !== 'disk') throw new VirtError('VIR_ERR_NO_SECRET', `no secret with matching usage '${usageId}'`);
          return { uuid: '11111111-1111-4111-8111-111111111111', usageType, usageId };
        },
        secretGetValue: async () => Buffer.from('open sesame'),
      },
    },
    close: async () => {},
  }),
});

/** What qemu-img says about an image. */
function imageInfo(path: string): Record<string, unknown> {
  const { stdout, stderr, status } = spawnSync('qemu-img', ['info', '--output=json', path], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Record<string, unknown>;
}

if (installed('qemu-img')) {
  describe('volumes of a folder', () => {
    let folder: string;
    let connection: Connection;
    let pool: StoragePool;

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'vw-img-'));
      connection = await connect(`storage:///embed?root=${folder}`, { drivers: [driver, secrets] });
      pool = await connection.storagePoolCreateXML(
        `<pool type='dir'><name>images</name><target><path>${folder}/images</path></target></pool>`,
        { build: true },
      );
    });
    afterEach(async () => {
      await connection.close();
      rmSync(folder, { recursive: true });
    });

    const make = (name: string, format: string, extra = '', capacity = '4'): ReturnType<StoragePool['volCreateXML']> =>
      pool.volCreateXML(`<volume><name>${name}</name><capacity unit='MiB'>${capacity}</capacity><target><format type='${format}'/></target>${extra}</volume>`);

    test.each(['raw', 'qcow2', 'qed', 'vmdk', 'vdi', 'vpc'])('%s is made, told again, and only ours to read', async (format) => {
      const volume = await make('a', format);
      const path = await volume.path();
      expect(imageInfo(path)['format']).toBe(format);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      await pool.refresh();
      const { capacity, target } = await volume.definition();
      // VirtualPC's geometry has no sizes in between.
      expect(Number(capacity)).toBeGreaterThanOrEqual(4 * mebibyte);
      expect(target.format).toBe(format);
    });

    test('raw: so much is allocated as is asked for', async () => {
      const allocated = async (name: string, text: string): Promise<number> => {
        const volume = await pool.volCreateXML(`<volume><name>${name}</name><capacity>${4 * mebibyte}</capacity>${text}</volume>`);
        expect(statSync(await volume.path()).size).toBe(4 * mebibyte);
        return (await volume.info()).allocation;
      };
      expect(await allocated('full', '')).toBe(4 * mebibyte);
      expect(await allocated('none', '<allocation>0</allocation>')).toBe(0);
      expect(await allocated('half', `<allocation>${2 * mebibyte}</allocation>`)).toBe(2 * mebibyte);
    });

    test('an image on another: told with what is below, and its size from there', async () => {
      const base = await make('base.qcow2', 'qcow2');
      const path = await base.path();
      const top = await pool.volCreateXML(`<volume><name>top.qcow2</name><target><format type='qcow2'/></target>
        <backingStore><path>${path}</path><format type='qcow2'/></backingStore></volume>`);
      const { capacity, backingStore, target } = await top.definition();
      expect([Number(capacity), backingStore?.path, backingStore?.format, target.compat]).toEqual([4 * mebibyte, path, 'qcow2', '1.1']);
    });

    test('copies have the content, whatever the formats, and at least the size', async () => {
      const original = await make('a.img', 'raw', '<allocation>0</allocation>');
      writeFileSync(await original.path(), Buffer.alloc(2 * mebibyte, 'x'));
      spawnSync('truncate', ['-s', String(4 * mebibyte), await original.path()]);
      const copy = (name: string, format: string): Promise<unknown> =>
        pool.volCreateXMLFrom(`<volume><name>${name}</name><capacity>1</capacity><target><format type='${format}'/></target></volume>`, original);
      await copy('b.img', 'raw');
      await copy('b.qcow2', 'qcow2');
      expect(readFileSync(`${folder}/images/b.img`).equals(readFileSync(`${folder}/images/a.img`))).toBe(true);
      const compared = spawnSync('qemu-img', ['compare', '-f', 'raw', '-F', 'qcow2', `${folder}/images/a.img`, `${folder}/images/b.qcow2`]);
      expect(compared.status).toBe(0);
      expect(statSync(`${folder}/images/b.img`).blocks * 512).toBeLessThan(4 * mebibyte); // holes stay holes
    });

    test('encryption: the passphrase comes from the driver that keeps secrets, and stays nowhere', async () => {
      const encrypted = (name: string, format: string, usage = 'disk'): string => `<volume><name>${name}</name><capacity unit='MiB'>2</capacity>
        <target><format type='${format}'/><encryption format='luks'><secret type='passphrase' usage='${usage}'/></encryption></target></volume>`;
      const raw = await patiently(() => pool.volCreateXML(encrypted('a.luks', 'raw')));
      expect(imageInfo(await raw.path())['format']).toBe('luks');
      const { target, capacity } = await raw.definition();
      expect([target.encryption?.format, target.encryption?.secrets?.[0]?.usage, Number(capacity)]).toEqual(['luks', 'disk', 2 * mebibyte]);
      await raw.resize(4 * mebibyte);
      const copy = await pool.volCreateXMLFrom("<volume><name>plain.img</name><capacity>0</capacity></volume>", raw);
      expect(imageInfo(await copy.path())['virtual-size']).toBe(4 * mebibyte);
      await expect(pool.volCreateXML(encrypted('b.luks', 'raw', 'nothing'))).rejects.toMatchObject({ code: 'VIR_ERR_NO_SECRET' });
      expect(readdirSync(`${folder}/images`)).not.toContain('b.luks');
      expect(readdirSync(`${folder}/run/storage`).filter((name) => name.startsWith('secret-'))).toEqual([]);
    });

    test('a part of the content goes up, and not more than was said', async () => {
      const volume = await make('a.img', 'raw');
      const upload = async (content: Buffer, offset: number, length: number): Promise<void> => {
        const stream = await volume.upload({ offset, length });
        await new Promise<void>((resolve, reject) => {
          stream.once('error', reject);
          stream.end(content, (error?: Error | null) => (error ? reject(error) : resolve()));
        });
      };
      await upload(Buffer.from('hello'), 100, 5);
      expect(readFileSync(await volume.path()).subarray(98, 107).toString()).toBe('\0\0hello\0\0');
      await expect(upload(Buffer.from('too long'), 0, 3)).rejects.toThrow('No space left on device');
      await expect(upload(Buffer.alloc(3 * mebibyte, 'y'), 0, 0)).resolves.toBeUndefined();
      expect(statSync(await volume.path()).size).toBe(4 * mebibyte);
    });

    test('holes go both ways', async () => {
      const volume = await make('a.img', 'raw', '<allocation>0</allocation>', '16');
      const upload = await volume.upload({ sparse: true });
      upload.write(Buffer.alloc(mebibyte, 'a'));
      await upload.sendHole(8 * mebibyte);
      await new Promise<void>((resolve, reject) => {
        upload.once('error', reject);
        upload.end(Buffer.alloc(mebibyte, 'b'), () => resolve());
      });
      expect((await volume.info()).allocation).toBe(2 * mebibyte);
      const parts: [string, number][] = [];
      for await (const part of (await volume.download({ sparse: true })).parts()) {
        const [kind, length] = 'hole' in part ? ['hole', Number(part.hole)] : [Buffer.from(part).toString('latin1', 0, 1), part.length];
        const last = parts.at(-1);
        if (last?.[0] === kind) last[1] += length;
        else parts.push([kind, length]);
      }
      expect(parts).toEqual([['a', mebibyte], ['hole', 8 * mebibyte], ['b', mebibyte], ['hole', 6 * mebibyte]]);
    });

    test('what goes up as an image is one when the transfer has ended, and listeners hear of it', async () => {
      const image = join(folder, 'image');
      spawnSync('qemu-img', ['create', '-f', 'qcow2', image, '32M']);
      const events = connection.events({ kinds: ['pool-refresh'] });
      const volume = await make('a.img', 'raw', '<allocation>0</allocation>', '1');
      const stream = await volume.upload();
      await new Promise<void>((resolve, reject) => {
        stream.once('error', reject);
        stream.end(readFileSync(image), () => resolve());
      });
      expect((await volume.info()).capacity).toBe(32 * mebibyte);
      expect((await events.next()).value?.kind).toBe('pool-refresh');
      await events.return();
    });

    test('wiping leaves nothing, and the size as it was', async () => {
      const full = await make('full.img', 'raw', '', '1');
      writeFileSync(await full.path(), Buffer.alloc(mebibyte, 'secret'));
      await full.wipe();
      expect(readFileSync(await full.path()).equals(Buffer.alloc(mebibyte))).toBe(true);
      const sparse = await make('sparse.img', 'raw', '<allocation>0</allocation>', '8');
      await sparse.wipe();
      expect([statSync(await sparse.path()).size, (await sparse.info()).allocation]).toEqual([8 * mebibyte, 0]);
      await expect(full.wipe({ algorithm: 'trim' })).rejects.toMatchObject({ code: 'VIR_ERR_ARGUMENT_UNSUPPORTED' });
      if (installed('scrub')) {
        writeFileSync(await full.path(), Buffer.alloc(mebibyte, 'secret'));
        await full.wipe({ algorithm: 'dod' });
        expect(readFileSync(await full.path()).includes('secret')).toBe(false);
        expect(statSync(await full.path()).size).toBe(mebibyte);
      }
    });

    test('who gives up while a volume is made finds nothing of it', async () => {
      const from = await make('big.img', 'raw', '<allocation>0</allocation>', '128');
      writeFileSync(await from.path(), Buffer.alloc(128 * mebibyte, 'x'));
      const stop = new AbortController();
      const copy = pool.volCreateXMLFrom(
        "<volume><name>copy.qcow2</name><capacity>0</capacity><target><format type='qcow2'/></target></volume>",
        from,
        { signal: stop.signal },
      );
      const given = new Error('not any more');
      const refused = expect(copy).rejects.toBe(given);
      while (!existsSync(`${folder}/images/copy.qcow2`)) await new Promise((resolve) => setTimeout(resolve, 1));
      stop.abort(given);
      await refused;
      expect(readdirSync(`${folder}/images`)).toEqual(['big.img']);
      await pool.destroy();
    });
  });
} else test.skip('volumes of a folder (qemu-img is not installed)', () => {});

/** QEMU measures how fast it hashes, and gives up where something else has the processor. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let left = 10; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || !(error as Error).message.includes('Unable to get accurate CPU usage')) throw error;
    }
  }
}
