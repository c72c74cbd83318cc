import { isVirtError, type Connection, type StoragePool } from '@virtweave/core-api';
import { randomUuid } from '@virtweave/core-util';
import { codeOf, failure } from '../expect.ts';
import type { SuiteGroup } from '../group.ts';
import type { Kit } from '../kit.ts';

const define = (kit: Kit, connection: Connection, name: string, uuid: string = randomUuid()): Promise<StoragePool> =>
  connection.storagePoolDefineXML(kit.documents.storagePool({ name, uuid }));

/** Storage pools. */
export const storagePools: SuiteGroup = {
  name: 'storage pools',
  tests: [
    {
      name: 'a pool is defined, built, starts, stops, is deleted and undefined',
      needs: [
        'storagePoolDefineXML',
        'storagePoolBuild',
        'storagePoolCreate',
        'storagePoolDestroy',
        'storagePoolDelete',
        'storagePoolUndefine',
        'storagePoolIsActive',
        'storagePoolIsPersistent',
        'storagePoolGetInfo',
        'storagePoolRefresh',
      ],
      async run(kit) {
        const connection = await kit.connect();
        const uuid = randomUuid();
        const pool = await define(kit, connection, 'images', uuid);
        kit.expect([pool.name, pool.uuid]).toEqual(['images', uuid]);
        kit.expect([await pool.isActive(), await pool.isPersistent()]).toEqual([false, true]);
        kit.expect((await pool.info()).state).toBe('inactive');
        for (const early of [() => pool.destroy(), () => pool.refresh()])
          kit.expect(await codeOf(early())).toBe('VIR_ERR_OPERATION_INVALID');
        await pool.build();
        await pool.start();
        const { state, capacity, allocation, available } = await pool.info();
        kit.expect([state, capacity > 0, allocation >= 0, available > 0]).toEqual(['running', true, true, true]);
        await pool.refresh();
        for (const late of [() => pool.start(), () => pool.build(), () => pool.delete(), () => pool.undefine()])
          kit.expect(await codeOf(late())).toBe('VIR_ERR_OPERATION_INVALID');
        await pool.destroy();
        await pool.delete();
        await pool.undefine();
        kit.expect(await codeOf(pool.isActive())).toBe('VIR_ERR_NO_STORAGE_POOL');
      },
    },
    {
      name: 'are found by name and UUID, and what is not there is VIR_ERR_NO_STORAGE_POOL',
      needs: ['storagePoolDefineXML', 'storagePoolLookupByName', 'storagePoolLookupByUUID'],
      async run(kit) {
        const connection = await kit.connect();
        const { uuid } = await define(kit, connection, 'images');
        kit.expect((await connection.storagePoolLookupByName('images')).uuid).toBe(uuid);
        kit.expect((await connection.storagePoolLookupByUUID(uuid.toUpperCase())).name).toBe('images');
        for (const look of [connection.storagePoolLookupByName('nobody'), connection.storagePoolLookupByUUID(randomUuid())])
          kit.expect(await codeOf(look)).toBe('VIR_ERR_NO_STORAGE_POOL');
      },
    },
    {
      name: 'a name or UUID of another pool is refused, and so is a place that another pool has',
      needs: ['storagePoolDefineXML'],
      async run(kit) {
        const connection = await kit.connect();
        const pool = await define(kit, connection, 'images');
        const twice = await failure(define(kit, connection, 'images'));
        kit.expect(isVirtError(twice, 'VIR_ERR_OPERATION_FAILED')).toBe(true);
        kit.expect((twice as Error).message.includes(`pool 'images' already exists with uuid ${pool.uuid}`)).toBe(true);
        kit.expect(await codeOf(define(kit, connection, 'other', pool.uuid))).toBe('VIR_ERR_OPERATION_FAILED');
        const same = kit.documents
          .storagePool({ name: 'images', uuid: randomUuid() })
          .replace('<name>images</name>', '<name>other</name>');
        kit.expect(await codeOf(connection.storagePoolDefineXML(same))).toBe('VIR_ERR_OPERATION_FAILED');
      },
    },
    {
      name: 'lists are filtered, by kind too',
      needs: ['connectListAllStoragePools', 'storagePoolDefineXML', 'storagePoolCreate', 'storagePoolBuild', 'storagePoolSetAutostart', 'storagePoolGetAutostart'],
      async run(kit) {
        const connection = await kit.connect();
        const before = new Set(kit.namesOf(await connection.listAllStoragePools()));
        const list = async (options?: Parameters<typeof connection.listAllStoragePools>[0]): Promise<readonly string[]> =>
          kit.namesOf(await connection.listAllStoragePools(options)).filter((name) => !before.has(name));
        const off = await define(kit, connection, 'off');
        await off.setAutostart(true);
        kit.expect(await off.autostart()).toBe(true);
        const on = await define(kit, connection, 'on');
        await on.build();
        await on.start();
        kit.expect(await list()).toEqual(['off', 'on']);
        kit.expect(await list({ active: true })).toEqual(['on']);
        kit.expect(await list({ inactive: true })).toEqual(['off']);
        kit.expect(await list({ persistent: true })).toEqual(['off', 'on']);
        kit.expect(await list({ transient: true })).toEqual([]);
        kit.expect(await list({ autostart: true })).toEqual(['off']);
        kit.expect(await list({ types: ['dir'] })).toEqual(['off', 'on']);
        kit.expect(await list({ types: ['logical', 'iscsi'] })).toEqual([]);
        kit.expect(await codeOf(connection.listAllStoragePools({ flags: 2 ** 31 }))).toBe('VIR_ERR_INVALID_ARG');
        await on.destroy();
      },
    },
    {
      name: 'events tell its life in order',
      needs: ['connectStoragePoolEventRegisterAny', 'storagePoolDefineXML', 'storagePoolBuild', 'storagePoolCreate', 'storagePoolRefresh', 'storagePoolDestroy', 'storagePoolDelete', 'storagePoolUndefine'],
      async run(kit) {
        const connection = await kit.connect();
        const events = connection.events({ kinds: ['pool-lifecycle', 'pool-refresh'] });
        const pool = await define(kit, connection, 'images');
        await pool.build();
        await pool.start();
        await pool.refresh();
        await pool.destroy();
        await pool.delete();
        await pool.undefine();
        const told: string[] = [];
        while (told.length < 7) {
          const event = await kit.next(events);
          if (event.kind === 'gap') throw new Error('a gap');
          told.push(event.kind === 'pool-refresh' ? 'refresh' : event.event);
        }
        kit.expect(told).toEqual(['defined', 'created', 'started', 'refresh', 'stopped', 'deleted', 'undefined']);
      },
    },
    {
      name: 'the document says what was defined, as an object too',
      needs: ['storagePoolDefineXML', 'storagePoolGetXMLDesc'],
      async run(kit) {
        const connection = await kit.connect();
        const pool = await define(kit, connection, 'images');
        const object = await pool.definition();
        kit.expect([object.type, object.name, object.uuid]).toEqual(['dir', 'images', pool.uuid]);
        await connection.storagePoolDefineXML(object);
        kit.expect(await pool.definition()).toEqual(object);
      },
    },
    {
      name: 'what is no definition is refused, an aborted call does nothing, who only reads may not change anything',
      needs: ['storagePoolDefineXML', 'storagePoolCreateXML', 'connectListAllStoragePools'],
      async run(kit) {
        const connection = await kit.connect();
        const before = kit.namesOf(await connection.listAllStoragePools());
        const document = kit.documents.storagePool({ name: 'images', uuid: randomUuid() });
        kit.expect(await codeOf(connection.storagePoolDefineXML({} as never))).toBe('VIR_ERR_XML_ERROR');
        kit.expect(await codeOf(connection.storagePoolDefineXML('<network/>'))).toBe('VIR_ERR_XML_ERROR');
        kit.expect(await codeOf(connection.storagePoolCreateXML('<pool'))).toBe('VIR_ERR_XML_DETAIL');
        const reason = new Error('not any more');
        kit.expect(await failure(connection.storagePoolDefineXML(document, { signal: AbortSignal.abort(reason) }))).toBe(reason);
        const reader = await kit.connect({ readOnly: true });
        kit.expect(await codeOf(reader.storagePoolDefineXML(document))).toBe('VIR_ERR_OPERATION_DENIED');
        kit.expect(kit.namesOf(await connection.listAllStoragePools())).toEqual(before);
      },
    },
  ],
};
