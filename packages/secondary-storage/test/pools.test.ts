import { describe, expect, test } from '@jest/globals';
import type { FixtureCommand } from '@virtweave/core-testkit';
import { Machine, open, poolXml, UUID, volumeXml } from './support/machine.ts';

const other = '22222222-2222-4222-8222-222222222222';

async function running(commands: readonly FixtureCommand[] = []) {
  const machine = new Machine({ '/pools/images/a.img': 'x'.repeat(100) }, commands);
  const connection = await open(machine);
  const pool = await connection.storagePoolDefineXML(poolXml());
  await pool.start();
  return { machine, connection, pool };
}

describe('pools', () => {
  test('a new definition of an active pool waits for its next start', async () => {
    const { connection, pool } = await running();
    await connection.storagePoolDefineXML(poolXml('images', { path: '/elsewhere' }));
    expect((await pool.definition()).target?.path).toBe('/pools/images');
    expect((await pool.definition({ inactive: true })).target?.path).toBe('/elsewhere');
    await pool.destroy();
    expect((await pool.definition()).target?.path).toBe('/elsewhere');
    await connection.close();
  });

  test('the next process finds active pools, transient ones too, and a machine that was off none', async () => {
    const { machine, connection } = await running();
    machine.put('/pools/passing', { folder: true });
    await connection.storagePoolCreateXML(poolXml('passing', { uuid: other }));
    await connection.close();

    machine.nextProcess();
    const next = await open(machine);
    expect((await next.listAllStoragePools({ active: true })).map(({ name }) => name)).toEqual(['images', 'passing']);
    const pool = await next.storagePoolLookupByName('images');
    expect((await pool.listAllVolumes()).map(({ name }) => name)).toEqual(['a.img']);
    await next.close();

    machine.powerCut();
    machine.nextProcess();
    const later = await open(machine);
    expect((await later.listAllStoragePools()).map(({ name }) => name)).toEqual(['images']);
    expect(await (await later.storagePoolLookupByName('images')).isActive()).toBe(false);
    await later.close();
  });

  test('those that start with the host do so once in each boot', async () => {
    const { machine, connection, pool } = await running();
    await pool.setAutostart(true);
    await pool.destroy();
    await connection.close();
    const activeNow = async (): Promise<boolean> => {
      machine.nextProcess();
      const next = await open(machine);
      const active = await (await next.storagePoolLookupByUUID(UUID)).isActive();
      await next.close();
      return active;
    };
    expect(await activeNow()).toBe(false);
    machine.powerCut();
    expect(await activeNow()).toBe(true);
  });

  test('one that cannot be looked at any more is stopped, and a transient one gone', async () => {
    const { machine, connection, pool } = await running();
    const passing = await connection.storagePoolCreateXML(poolXml('passing', { uuid: other, path: '/pools/passing' }), { build: true });
    await machine.remove('/pools', { recursive: true });
    await expect(pool.refresh()).rejects.toThrow("cannot open directory '/pools/images': No such file or directory");
    expect(await pool.isActive()).toBe(false);
    await expect(passing.refresh()).rejects.toThrow('cannot open directory');
    await expect(passing.isActive()).rejects.toMatchObject({ code: 'VIR_ERR_NO_STORAGE_POOL' });
    await connection.close();
  });

  test('one that fails to start leaves nothing behind', async () => {
    const machine = new Machine();
    const connection = await open(machine);
    await expect(connection.storagePoolCreateXML(poolXml())).rejects.toThrow('cannot open directory');
    expect(await connection.listAllStoragePools()).toEqual([]);
    expect(Object.keys(machine.contents('/root/run')).filter((path) => path.endsWith('.xml'))).toEqual([]);
    await connection.close();
  });

  test('of many definitions of one name at once, one stands, in memory as on the disk', async () => {
    const machine = new Machine();
    const connection = await open(machine);
    const uuid = (n: number): string => `${n}1111111-1111-4111-8111-111111111111`;
    const all = await Promise.allSettled([1, 2, 3, 4].map((n) => connection.storagePoolDefineXML(poolXml('images', { uuid: uuid(n), path: `/p${n}` }))));
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
    expect(machine.contents('/root/etc')['/root/etc/storage/images.xml']).toContain(uuid(1));
    await connection.close();
  });

  test('two connections see the same pools; listeners of one that closed hear nothing', async () => {
    const { machine, connection, pool } = await running();
    const second = await open(machine);
    const heard: string[] = [];
    const listen = (async () => {
      for await (const event of second.events({ kinds: ['pool-lifecycle'] })) if (event.kind !== 'gap') heard.push(event.event);
    })();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await pool.destroy();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await second.close();
    await listen;
    await pool.start();
    expect(heard).toEqual(['stopped']);
    await connection.close();
  });
});

describe('volumes', () => {
  test('what is no image is none: pipes, sockets and links that lead nowhere', async () => {
    const machine = new Machine({
      '/pools/images/.hidden': 'x',
      '/pools/images/pipe': { special: 'fifo' },
      '/pools/images/lost': { link: 'nowhere' },
      '/pools/images/link': { link: '.hidden' },
      '/pools/images/sub': { folder: true },
    });
    const connection = await open(machine);
    const pool = await connection.storagePoolCreateXML(poolXml());
    const types = await Promise.all((await pool.listAllVolumes()).map(async (volume) => [volume.name, (await volume.info()).type]));
    expect(types).toEqual([['.hidden', 'file'], ['link', 'file'], ['sub', 'dir']]);
    await connection.close();
  });

  test('an image that makes no sense is raw, and costs nobody the pool', async () => {
    const broken = Buffer.concat([Buffer.from('QFI\xfb', 'latin1'), Buffer.from([0, 0, 0, 3]), Buffer.alloc(96, 0xff)]);
    const connection = await open(new Machine({ '/pools/images/bad.qcow2': broken }));
    const pool = await connection.storagePoolCreateXML(poolXml());
    const [volume] = await pool.listAllVolumes();
    expect((await volume?.definition())?.target.format).toBe('raw');
    await connection.close();
  });

  test('one that cannot be made leaves nothing behind', async () => {
    const full: FixtureCommand = {
      program: 'fallocate',
      status: 1,
      times: Infinity,
      action: async () => ({ stderr: 'fallocate: fallocate failed: No space left on device\n' }),
    };
    const { machine, connection, pool } = await running([full]);
    const making = pool.volCreateXML(volumeXml('big.img', 1000, '<allocation>1000</allocation>'));
    await expect(making).rejects.toThrow("cannot allocate 1000 bytes in file '/pools/images/big.img': No space left on device");
    expect((await pool.listAllVolumes()).map(({ name }) => name)).toEqual(['a.img']);
    expect(await machine.stat('/pools/images/big.img')).toBeUndefined();
    await pool.refresh(); // nothing is under way any more
    await connection.close();
  });

  test('names cannot leave the pool, and what is there is not overwritten', async () => {
    const { machine, connection, pool } = await running();
    for (const name of ['../evil', 'a/b']) await expect(pool.volCreateXML(volumeXml(name))).rejects.toThrow("cannot contain '/'");
    await expect(pool.volCreateXML(volumeXml('..'))).rejects.toThrow("volume target path '/pools/images/..' already exists");
    machine.put('/pools/images/new.img', 'somebody put it here');
    await expect(pool.volCreateXML(volumeXml('new.img'))).rejects.toThrow("volume target path '/pools/images/new.img' already exists");
    expect(machine.contents('/pools/images')['/pools/images/new.img']).toBe('somebody put it here');
    await connection.close();
  });

  test('while one is read the pool stays, and the volume is in use', async () => {
    const { connection, pool } = await running();
    const volume = await pool.volLookupByName('a.img');
    const stream = await volume.download();
    await expect(volume.delete()).rejects.toThrow("volume 'a.img' is still in use.");
    await expect(pool.destroy()).rejects.toThrow("pool 'images' has asynchronous jobs running.");
    let length = 0;
    for await (const part of stream) length += (part as Buffer).length;
    expect(length).toBe(100);
    await volume.delete();
    await pool.destroy();
    await connection.close();
  });

  test('sizes: it grows, shrinks when told to, and never beyond the pool', async () => {
    const { connection, pool } = await running();
    const volume = await pool.volCreateXML(volumeXml('b.img', 1000, '<allocation>0</allocation>'));
    await expect(volume.resize(10)).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_ARG' });
    await expect(volume.resize(10 ** 12, { allocate: true })).rejects.toThrow('Not enough space left in storage pool');
    await volume.resize(500, { delta: true, shrink: true });
    expect((await volume.info()).capacity).toBe(500);
    await volume.resize(100, { delta: true });
    expect((await volume.info()).capacity).toBe(600);
    await connection.close();
  });
});
