import type { Connection, StoragePool } from '@virtweave/core-api';
import { randomUuid } from '@virtweave/core-util';
import { codeOf, isRefused } from '../expect.ts';
import type { SuiteGroup } from '../group.ts';
import type { Kit } from '../kit.ts';

const mebibyte = 1024 ** 2;

// A code of its own, or with libvirt's test driver the one for whatever fails.
const taken = ['VIR_ERR_STORAGE_VOL_EXIST', 'VIR_ERR_OPERATION_FAILED'];

/** A pool that is active. */
async function activePool(kit: Kit, connection: Connection, name = 'images'): Promise<StoragePool> {
  const pool = await connection.storagePoolDefineXML(kit.documents.storagePool({ name, uuid: randomUuid() }));
  await pool.build();
  await pool.start();
  return pool;
}

const make = (kit: Kit, pool: StoragePool, name: string): ReturnType<StoragePool['volCreateXML']> =>
  pool.volCreateXML(kit.documents.storageVol({ name }));

/** Storage volumes. */
export const storageVolumes: SuiteGroup = {
  name: 'storage volumes',
  tests: [
    {
      name: 'a volume is made, described, listed, found and deleted',
      needs: [
        'storageVolCreateXML',
        'storageVolDelete',
        'storageVolGetInfoFlags',
        'storageVolGetPath',
        'storageVolGetXMLDesc',
        'storageVolLookupByKey',
        'storageVolLookupByName',
        'storageVolLookupByPath',
        'storagePoolListAllVolumes',
        'storagePoolLookupByVolume',
      ],
      async run(kit) {
        const connection = await kit.connect();
        const pool = await activePool(kit, connection);
        const volume = await make(kit, pool, 'web.img');
        kit.expect(volume.name).toBe('web.img');
        const { type, capacity } = await volume.info();
        kit.expect([type, capacity]).toEqual(['file', mebibyte]);
        const path = await volume.path();
        kit.expect(path.endsWith('/web.img')).toBe(true);
        kit.expect(kit.namesOf(await pool.listAllVolumes())).toEqual(['web.img']);
        const found = [
          await pool.volLookupByName('web.img'),
          await connection.storageVolLookupByKey(volume.key),
          await connection.storageVolLookupByPath(path),
        ];
        kit.expect(found.map(({ key }) => key)).toEqual([volume.key, volume.key, volume.key]);
        kit.expect((await volume.pool()).uuid).toBe(pool.uuid);
        kit.expect((await volume.definition()).name).toBe('web.img');
        await volume.delete();
        kit.expect(await pool.listAllVolumes()).toEqual([]);
        for (const gone of [volume.info(), volume.delete(), pool.volLookupByName('web.img'), connection.storageVolLookupByPath(path)])
          kit.expect(await codeOf(gone)).toBe('VIR_ERR_NO_STORAGE_VOL');
        await pool.destroy();
      },
    },
    {
      name: 'a name is had once in a pool, and a volume must fit into it',
      needs: ['storageVolCreateXML', 'storagePoolListAllVolumes'],
      async run(kit) {
        const connection = await kit.connect();
        const pool = await activePool(kit, connection);
        await make(kit, pool, 'web.img');
        kit.expect(await isRefused(make(kit, pool, 'web.img'), ...taken)).toBe(true);
        kit.expect(await codeOf(pool.volCreateXML({} as never))).toBe('VIR_ERR_XML_ERROR');
        kit.expect(await codeOf(pool.volCreateXML('<pool/>'))).toBe('VIR_ERR_XML_ERROR');
        kit.expect(await codeOf(pool.volCreateXML('<volume'))).toBe('VIR_ERR_XML_DETAIL');
        kit.expect(kit.namesOf(await pool.listAllVolumes())).toEqual(['web.img']);
        await pool.destroy();
      },
    },
    {
      name: 'a copy has the size of its original, at least',
      needs: ['storageVolCreateXML', 'storageVolCreateXMLFrom', 'storageVolGetInfoFlags'],
      async run(kit) {
        const connection = await kit.connect();
        const pool = await activePool(kit, connection);
        const original = await make(kit, pool, 'web.img');
        const copy = await pool.volCreateXMLFrom(kit.documents.storageVol({ name: 'copy.img' }), original);
        kit.expect((await copy.info()).capacity).toBe(mebibyte);
        const again = pool.volCreateXMLFrom(kit.documents.storageVol({ name: 'copy.img' }), original);
        kit.expect(await isRefused(again, ...taken)).toBe(true);
        await pool.destroy();
      },
    },
    {
      name: 'a pool that is not active gives and takes nothing',
      needs: ['storageVolCreateXML', 'storagePoolListAllVolumes', 'storageVolLookupByName'],
      async run(kit) {
        const connection = await kit.connect();
        const pool = await activePool(kit, connection);
        const volume = await make(kit, pool, 'web.img');
        await pool.destroy();
        for (const call of [make(kit, pool, 'mail.img'), pool.listAllVolumes(), pool.volLookupByName('web.img'), volume.info()])
          kit.expect(await codeOf(call)).toBe('VIR_ERR_OPERATION_INVALID');
      },
    },
    {
      name: 'content goes up and comes down again',
      needs: ['storageVolCreateXML', 'storageVolUpload', 'storageVolDownload'],
      async run(kit) {
        const connection = await kit.connect();
        const pool = await activePool(kit, connection);
        const volume = await make(kit, pool, 'web.img');
        const content = Buffer.from('what is in there');
        const upload = await volume.upload({ offset: 512, length: content.length });
        await new Promise<void>((resolve, reject) => {
          upload.once('error', reject);
          upload.end(content, () => resolve());
        });
        const parts: Buffer[] = [];
        for await (const part of await volume.download({ offset: 512, length: content.length })) parts.push(part as Buffer);
        kit.expect(Buffer.concat(parts).toString()).toBe(content.toString());
        await pool.destroy();
      },
    },
    {
      name: 'a volume grows, and shrinks only when told to',
      needs: ['storageVolCreateXML', 'storageVolResize', 'storageVolGetInfoFlags'],
      async run(kit) {
        const connection = await kit.connect();
        const pool = await activePool(kit, connection);
        const volume = await make(kit, pool, 'web.img');
        await volume.resize(mebibyte, { delta: true });
        kit.expect((await volume.info()).capacity).toBe(2 * mebibyte);
        kit.expect(await codeOf(volume.resize(mebibyte))).toBe('VIR_ERR_INVALID_ARG');
        await volume.resize(mebibyte, { shrink: true });
        kit.expect((await volume.info()).capacity).toBe(mebibyte);
        await pool.destroy();
      },
    },
  ],
};
