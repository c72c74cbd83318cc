import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Connection, StoragePoolEvent, StoragePoolRef } from '@virtweave/core-api';
import { formatStoragePool, parseStoragePool } from '@virtweave/core-conf';
import { defaultPool } from '../src/storage/default-pool.ts';
import { openDefault, openNode } from './open.ts';

let connection: Connection;
let storage: Connection['families']['storage'];
let pool: StoragePoolRef;
const heard: string[] = [];
const all = 107374182400n;

const poolXml = (name: string): string => `<pool type='dir'><name>${name}</name><target><path>/${name}</path></target></pool>`;
const volumeXml = (name: string, capacity: number, allocation = capacity): string =>
  `<volume><name>${name}</name><capacity>${capacity}</capacity><allocation>${allocation}</allocation></volume>`;
const refused = (code: string, detail: string): { code: string; detail: string } => ({ code, detail });

beforeEach(async () => {
  heard.length = 0;
  connection = await openNode('<node/>');
  ({ storage } = connection.families);
  const listener = (event: StoragePoolEvent): void => {
    heard.push(event.kind === 'lifecycle' ? `${event.pool.name} ${event.event}` : `${event.pool.name} refresh`);
  };
  for (const id of [0, 1]) await storage.connectStoragePoolEventRegisterAny(undefined, id, listener);
  pool = await storage.storagePoolDefineXML(poolXml('p'), 0);
});
afterEach(() => connection.close());

describe("the built-in node's pool", () => {
  test('is what its document says', () => {
    expect(parseStoragePool(formatStoragePool(defaultPool))).toEqual(defaultPool);
  });

  test('is active and empty', async () => {
    await using builtIn = await openDefault();
    const { storage: family } = builtIn.families;
    const ref = await family.storagePoolLookupByName('default-pool');
    expect(await family.storagePoolGetXMLDesc(ref, 0)).toBe(`<pool type='dir'>
  <name>default-pool</name>
  <uuid>dfe224cb-28fb-8dd0-c4b2-64eb3f0f4566</uuid>
  <capacity unit='bytes'>107374182400</capacity>
  <allocation unit='bytes'>0</allocation>
  <available unit='bytes'>107374182400</available>
  <source>
  </source>
  <target>
    <path>/default-pool</path>
  </target>
</pool>
`);
    expect(await family.storagePoolGetInfo(ref)).toEqual({ state: 2, capacity: all, allocation: 0n, available: all });
    expect(await family.storagePoolListAllVolumes(ref, 0)).toEqual([]);
    for (const call of [family.storagePoolBuild, family.storagePoolDelete, family.storagePoolCreate])
      await expect(call(ref, 0)).rejects.toMatchObject(
        refused('VIR_ERR_OPERATION_INVALID', "storage pool 'default-pool' is active"),
      );
    await expect(family.storagePoolDefineXML(poolXml('q').replace('/q', '/default-pool'), 0)).rejects.toMatchObject(
      refused('VIR_ERR_OPERATION_FAILED', "Storage source conflict with pool: 'default-pool'"),
    );
    await expect(family.storagePoolDefineXML(poolXml('default-pool'), 0)).rejects.toMatchObject(
      refused('VIR_ERR_OPERATION_FAILED', `pool 'default-pool' already exists with uuid ${ref.uuid}`),
    );
  });
});

describe('pools', () => {
  test('tell of their life', async () => {
    await storage.storagePoolBuild(pool, 0);
    await storage.storagePoolCreate(pool, 0);
    await storage.storagePoolRefresh(pool, 0);
    await storage.storagePoolDestroy(pool);
    await storage.storagePoolDelete(pool, 0);
    await storage.storagePoolUndefine(pool);
    expect(heard).toEqual(['p 0', 'p 4', 'p 2', 'p refresh', 'p 3', 'p 5', 'p 1']);
    await expect(storage.storagePoolGetInfo(pool)).rejects.toMatchObject(
      refused('VIR_ERR_NO_STORAGE_POOL', "no storage pool with matching name 'p'"),
    );
  });

  test('that are not active refuse what needs an active one', async () => {
    const inactive = refused('VIR_ERR_OPERATION_INVALID', "storage pool 'p' is not active");
    await expect(storage.storagePoolDestroy(pool)).rejects.toMatchObject(inactive);
    await expect(storage.storagePoolRefresh(pool, 0)).rejects.toMatchObject(inactive);
    await expect(storage.storageVolCreateXML(pool, volumeXml('v', 1), 0)).rejects.toMatchObject(inactive);
    await expect(storage.storagePoolListAllVolumes(pool, 0)).rejects.toMatchObject({ detail: 'storage pool is not active' });
  });

  test('that are transient go with their end and have no autostart', async () => {
    const transient = await storage.storagePoolCreateXML(poolXml('t'), 0);
    await expect(storage.storagePoolSetAutostart(transient, true)).rejects.toMatchObject(
      refused('VIR_ERR_INVALID_ARG', 'pool has no config file'),
    );
    await storage.storagePoolDestroy(transient);
    await expect(storage.storagePoolLookupByName('t')).rejects.toMatchObject({ code: 'VIR_ERR_NO_STORAGE_POOL' });
  });

  test('are listed by state, persistence, autostart and type', async () => {
    await storage.storagePoolCreateXML(poolXml('t'), 0);
    await storage.storagePoolDefineXML("<pool type='logical'><name>vg</name></pool>", 0);
    await storage.storagePoolSetAutostart(pool, true);
    const names = async (flags: number): Promise<string> =>
      (await storage.connectListAllStoragePools(flags)).map(({ name }) => name).join();
    expect([await names(1), await names(2), await names(4), await names(8), await names(16)]).toEqual([
      'p,vg', 't', 'p,vg', 't', 'p',
    ]);
    expect([await names(64), await names(512), await names(64 | 512), await names(1024)]).toEqual(['p,t', 'vg', 'p,t,vg', '']);
  });

  test('are found where there could be some', async () => {
    expect(await storage.connectFindStoragePoolSources('logical', undefined, 0)).toContain('<name>testvg2</name>');
    const source = "<source><host name='nas'/></source>";
    expect(await storage.connectFindStoragePoolSources('netfs', source, 0)).toBe(`<sources>
  <source>
    <host name='nas'/>
    <dir path='/testshare'/>
    <format type='nfs'/>
  </source>
</sources>
`);
    await expect(storage.connectFindStoragePoolSources('netfs', undefined, 0)).rejects.toMatchObject(
      refused('VIR_ERR_INVALID_ARG', 'hostname must be specified for netfs sources'),
    );
    await expect(storage.connectFindStoragePoolSources('disk', undefined, 0)).rejects.toMatchObject(
      refused('VIR_ERR_NO_SUPPORT', "pool type 'disk' does not support source discovery"),
    );
  });
});

describe('volumes', () => {
  beforeEach(() => storage.storagePoolCreate(pool, 0));

  test('take room from their pool and give it back', async () => {
    const volume = await storage.storageVolCreateXML(pool, volumeXml('v', 1000, 500), 0);
    expect(volume).toEqual({ pool: 'p', name: 'v', key: '/p/v' });
    expect(await storage.storageVolGetInfoFlags(volume, 0)).toEqual({ type: 0, capacity: 1000n, allocation: 500n });
    expect((await storage.storagePoolGetInfo(pool)).available).toBe(all - 500n);
    expect(await storage.storageVolGetXMLDesc(volume, 0)).toBe(`<volume type='file'>
  <name>v</name>
  <key>/p/v</key>
  <capacity unit='bytes'>1000</capacity>
  <allocation unit='bytes'>500</allocation>
  <target>
    <path>/p/v</path>
    <format type='raw'/>
  </target>
</volume>
`);
    await storage.storageVolDelete(volume, 0);
    expect((await storage.storagePoolGetInfo(pool)).available).toBe(all);
    await expect(storage.storageVolDelete(volume, 0)).rejects.toMatchObject(
      refused('VIR_ERR_NO_STORAGE_VOL', "no storage vol with matching name 'v'"),
    );
  });

  test('are copied, and found by name, key and path', async () => {
    const volume = await storage.storageVolCreateXML(pool, volumeXml('v', 1000), 0);
    const copy = await storage.storageVolCreateXMLFrom(pool, volumeXml('w', 2000), volume, 0);
    expect(await storage.storageVolLookupByName(pool, 'w')).toEqual(copy);
    expect(await storage.storageVolLookupByKey('/p/w')).toEqual(copy);
    expect(await storage.storageVolLookupByPath(await storage.storageVolGetPath(copy))).toEqual(copy);
    await expect(storage.storageVolLookupByPath('/p/x')).rejects.toMatchObject(
      refused('VIR_ERR_NO_STORAGE_VOL', "no storage vol with matching path '/p/x'"),
    );
  });

  test('are refused when there is one, or no room', async () => {
    await storage.storageVolCreateXML(pool, volumeXml('v', 1000), 0);
    await expect(storage.storageVolCreateXML(pool, volumeXml('v', 1000), 0)).rejects.toMatchObject(
      refused('VIR_ERR_OPERATION_FAILED', 'storage vol already exists'),
    );
    await expect(storage.storageVolCreateXML(pool, volumeXml('w', 2 ** 50), 0)).rejects.toMatchObject(
      refused('VIR_ERR_INTERNAL_ERROR', "Not enough free space in pool for volume 'w'"),
    );
  });

  test('wait while their pool is not active', async () => {
    await storage.storageVolCreateXML(pool, volumeXml('v', 1000), 0);
    await storage.storagePoolDestroy(pool);
    await expect(storage.storageVolLookupByKey('/p/v')).rejects.toMatchObject({ code: 'VIR_ERR_NO_STORAGE_VOL' });
    await storage.storagePoolCreate(pool, 0);
    expect((await storage.storagePoolListAllVolumes(pool, 0)).map(({ name }) => name)).toEqual(['v']);
  });
});
