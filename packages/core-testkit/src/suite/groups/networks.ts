import { isVirtError, type Connection, type Network } from '@virtweave/core-api';
import { randomUuid } from '@virtweave/core-util';
import { codeOf, failure, isRefused } from '../expect.ts';
import type { SuiteGroup } from '../group.ts';
import type { Kit } from '../kit.ts';

const define = (kit: Kit, connection: Connection, name: string, uuid: string = randomUuid()): Promise<Network> =>
  connection.networkDefineXML(kit.documents.network({ name, uuid }));

/** Virtual networks. */
export const networks: SuiteGroup = {
  name: 'networks',
  tests: [
    {
      name: 'a network is defined, starts, stops and is undefined',
      needs: ['networkDefineXMLFlags', 'networkCreate', 'networkDestroy', 'networkUndefine', 'networkIsActive', 'networkIsPersistent'],
      async run(kit) {
        const connection = await kit.connect();
        const uuid = randomUuid();
        const network = await define(kit, connection, 'inner', uuid);
        kit.expect([network.name, network.uuid]).toEqual(['inner', uuid]);
        kit.expect([await network.isActive(), await network.isPersistent()]).toEqual([false, true]);
        await network.start();
        kit.expect(await network.isActive()).toBe(true);
        kit.expect(await codeOf(network.start())).toBe('VIR_ERR_OPERATION_INVALID');
        await network.destroy();
        await network.undefine();
        kit.expect(await codeOf(network.isActive())).toBe('VIR_ERR_NO_NETWORK');
      },
    },
    {
      name: 'are found by name and UUID, and what is not there is VIR_ERR_NO_NETWORK',
      needs: ['networkDefineXMLFlags', 'networkLookupByName', 'networkLookupByUUID'],
      async run(kit) {
        const connection = await kit.connect();
        const { uuid } = await define(kit, connection, 'inner');
        kit.expect((await connection.networkLookupByName('inner')).uuid).toBe(uuid);
        kit.expect((await connection.networkLookupByUUID(uuid.toUpperCase())).name).toBe('inner');
        for (const look of [connection.networkLookupByName('nobody'), connection.networkLookupByUUID(randomUuid())])
          kit.expect(await codeOf(look)).toBe('VIR_ERR_NO_NETWORK');
        kit.expect(await codeOf(connection.networkLookupByUUID('nonsense'))).toBe('VIR_ERR_INVALID_ARG');
      },
    },
    {
      name: 'a transient network is gone when it stops',
      needs: ['networkCreateXMLFlags', 'networkDestroy', 'networkIsPersistent', 'networkLookupByName'],
      async run(kit) {
        const connection = await kit.connect();
        const network = await connection.networkCreateXML(kit.documents.network({ name: 'passing', uuid: randomUuid() }));
        kit.expect(await network.isPersistent()).toBe(false);
        await network.destroy();
        kit.expect(await codeOf(connection.networkLookupByName('passing'))).toBe('VIR_ERR_NO_NETWORK');
      },
    },
    {
      name: 'a name or UUID of another network is refused',
      needs: ['networkDefineXMLFlags', 'networkCreateXMLFlags', 'networkCreate'],
      async run(kit) {
        const connection = await kit.connect();
        const network = await define(kit, connection, 'inner');
        const twice = await failure(define(kit, connection, 'inner'));
        kit.expect(isVirtError(twice, 'VIR_ERR_OPERATION_FAILED')).toBe(true);
        kit.expect((twice as Error).message.includes(`network 'inner' already exists with uuid ${network.uuid}`)).toBe(true);
        kit.expect(await codeOf(define(kit, connection, 'outer', network.uuid))).toBe('VIR_ERR_OPERATION_FAILED');
        await network.start();
        const again = kit.documents.network({ name: 'inner', uuid: network.uuid });
        kit.expect(await codeOf(connection.networkCreateXML(again))).toBe('VIR_ERR_OPERATION_INVALID');
      },
    },
    {
      name: 'lists are filtered',
      needs: ['connectListAllNetworks', 'networkDefineXMLFlags', 'networkCreate', 'networkCreateXMLFlags', 'networkSetAutostart'],
      async run(kit) {
        const connection = await kit.connect();
        const before = new Set(kit.namesOf(await connection.listAllNetworks()));
        const list = async (options?: Parameters<typeof connection.listAllNetworks>[0]): Promise<readonly string[]> =>
          kit.namesOf(await connection.listAllNetworks(options)).filter((name) => !before.has(name));
        await (await define(kit, connection, 'off')).setAutostart(true);
        await connection.networkCreateXML(kit.documents.network({ name: 'passing', uuid: randomUuid() }));
        kit.expect(await list()).toEqual(['off', 'passing']);
        kit.expect(await list({ active: true })).toEqual(['passing']);
        kit.expect(await list({ inactive: true })).toEqual(['off']);
        kit.expect(await list({ active: true, inactive: true })).toEqual(['off', 'passing']);
        kit.expect(await list({ persistent: true })).toEqual(['off']);
        kit.expect(await list({ transient: true })).toEqual(['passing']);
        kit.expect(await list({ autostart: true })).toEqual(['off']);
        kit.expect(await list({ noAutostart: true })).toEqual(['passing']);
        kit.expect(await list({ inactive: true, transient: true })).toEqual([]);
        kit.expect(await codeOf(connection.listAllNetworks({ flags: 2 ** 31 }))).toBe('VIR_ERR_INVALID_ARG');
      },
    },
    {
      name: 'autostart is for those that are defined',
      needs: ['networkDefineXMLFlags', 'networkCreateXMLFlags', 'networkGetAutostart', 'networkSetAutostart'],
      async run(kit) {
        const connection = await kit.connect();
        const network = await define(kit, connection, 'inner');
        kit.expect(await network.autostart()).toBe(false);
        await network.setAutostart(true);
        kit.expect(await network.autostart()).toBe(true);
        await network.setAutostart(false);
        kit.expect(await network.autostart()).toBe(false);
      },
    },
    {
      name: 'events tell its life in order, and only of the kinds that were asked for',
      needs: ['connectNetworkEventRegisterAny', 'networkDefineXMLFlags', 'networkCreate', 'networkDestroy', 'networkUndefine'],
      async run(kit) {
        const connection = await kit.connect();
        const all = connection.events({ kinds: ['network-lifecycle'] });
        const network = await define(kit, connection, 'inner');
        const own = network.events({ kinds: ['network-lifecycle'] });
        await define(kit, connection, 'other');
        await network.start();
        await network.destroy();
        await network.undefine();
        const told: string[] = [];
        for (let i = 0; i < 5; i += 1) {
          const event = await kit.next(all);
          told.push(event.kind === 'gap' ? 'gap' : `${event.network.name} ${event.event}`);
        }
        kit.expect(told).toEqual(['inner defined', 'other defined', 'inner started', 'inner stopped', 'inner undefined']);
        const first = await kit.next(own);
        kit.expect(first.kind !== 'gap' && [first.network.name, first.event]).toEqual(['inner', 'started']);
      },
    },
    {
      name: 'the document says what was defined, as an object too',
      needs: ['networkDefineXMLFlags', 'networkGetXMLDesc'],
      async run(kit) {
        const connection = await kit.connect();
        const network = await define(kit, connection, 'inner');
        const xml = await network.xml();
        kit.expect(xml.includes('<name>inner</name>') && xml.includes(`<uuid>${network.uuid}</uuid>`)).toBe(true);
        const object = await network.definition();
        kit.expect([object.name, object.uuid]).toEqual(['inner', network.uuid]);
        const again = await connection.networkDefineXML(object);
        kit.expect(await again.xml()).toBe(xml);
      },
    },
    {
      name: 'an update changes the active network, its definition, or both',
      needs: ['networkDefineXMLFlags', 'networkCreate', 'networkDestroy', 'networkUpdate', 'networkGetXMLDesc'],
      async run(kit) {
        const connection = await kit.connect();
        const network = await define(kit, connection, 'inner');
        const host = (n: number): string => `<host ip='10.77.0.${n}'><hostname>host${n}</hostname></host>`;
        const live = async (n: number): Promise<boolean> => (await network.xml()).includes(`<hostname>host${n}<`);
        kit.expect(await codeOf(network.update('add-last', 'dns-host', host(2), { live: true }))).toBe('VIR_ERR_OPERATION_INVALID');
        await network.start();
        await network.update('add-last', 'dns-host', host(2), { live: true, config: true });
        await network.update('add-last', 'dns-host', host(3), { live: true });
        await network.update('add-last', 'dns-host', host(4), { config: true });
        kit.expect([await live(2), await live(3), await live(4)]).toEqual([true, true, false]);
        await network.update('delete', 'dns-host', host(2), { live: true });
        kit.expect(await live(2)).toBe(false);
        await network.destroy();
        kit.expect([await live(2), await live(3), await live(4)]).toEqual([true, false, true]);
        kit.expect(await codeOf(network.update('add-last', 'dns-host', host(2), { config: true }))).toBe('VIR_ERR_OPERATION_INVALID');
        kit.expect(await codeOf(network.update('modify', 'domain', '<domain name="x"/>', { config: true }))).toBe('VIR_ERR_OPERATION_UNSUPPORTED');
      },
    },
    {
      name: 'metadata is kept, told, and undefined where there is none',
      needs: ['networkDefineXMLFlags', 'networkGetMetadata', 'networkSetMetadata', 'connectNetworkEventRegisterAny'],
      async run(kit) {
        const connection = await kit.connect();
        const network = await define(kit, connection, 'inner');
        const events = network.events({ kinds: ['network-metadata-change'] });
        kit.expect(await network.title()).toBe(undefined);
        await network.setTitle('The inner one');
        await network.setMetadata('element', '<x/>', { key: 'k', uri: 'urn:x' });
        kit.expect(await network.title()).toBe('The inner one');
        const told = [await kit.next(events), await kit.next(events)];
        kit.expect(told.map((event) => (event.kind === 'gap' ? 'gap' : [event.type, event.nsuri]))).toEqual([
          ['title', undefined],
          ['element', 'urn:x'],
        ]);
      },
    },
    {
      name: 'what is no definition is refused, and nothing is defined',
      needs: ['networkDefineXMLFlags', 'networkCreateXMLFlags', 'connectListAllNetworks'],
      async run(kit) {
        const connection = await kit.connect();
        const before = kit.namesOf(await connection.listAllNetworks());
        // The document of an empty object has no name, which libvirt has a code for.
        for (const empty of [connection.networkDefineXML({}), connection.networkCreateXML({})])
          kit.expect(await isRefused(empty, 'VIR_ERR_NO_NAME', 'VIR_ERR_XML_ERROR')).toBe(true);
        kit.expect(await codeOf(connection.networkDefineXML('<pool/>'))).toBe('VIR_ERR_XML_ERROR');
        kit.expect(await codeOf(connection.networkCreateXML('<network'))).toBe('VIR_ERR_XML_DETAIL');
        kit.expect(await codeOf(connection.networkDefineXML({ nmae: 'x' } as never))).toBe('VIR_ERR_INVALID_ARG');
        kit.expect(await codeOf(connection.networkDefineXML(5 as never))).toBe('VIR_ERR_INVALID_ARG');
        const misspelt = kit.documents.network({ name: 'inner', uuid: randomUuid() }).replace('<bridge', '<bridg/><bridge');
        kit.expect(isVirtError(await failure(connection.networkDefineXML(misspelt, { validate: true })))).toBe(true);
        kit.expect(kit.namesOf(await connection.listAllNetworks())).toEqual(before);
      },
    },
    {
      name: 'an aborted call does nothing; who only reads may not change anything',
      needs: ['networkDefineXMLFlags', 'connectListAllNetworks'],
      async run(kit) {
        const connection = await kit.connect();
        const before = kit.namesOf(await connection.listAllNetworks());
        const reason = new Error('not any more');
        const document = kit.documents.network({ name: 'inner', uuid: randomUuid() });
        kit.expect(await failure(connection.networkDefineXML(document, { signal: AbortSignal.abort(reason) }))).toBe(reason);
        const reader = await kit.connect({ readOnly: true });
        kit.expect(await codeOf(reader.networkDefineXML(document))).toBe('VIR_ERR_OPERATION_DENIED');
        kit.expect(kit.namesOf(await connection.listAllNetworks())).toEqual(before);
      },
    },
    {
      name: 'what one connection defines, the other one lists',
      needs: ['networkDefineXMLFlags', 'networkLookupByName'],
      shared: true,
      async run(kit) {
        const [one, other] = [await kit.connect(), await kit.connect()];
        const { uuid } = await define(kit, one, 'inner');
        kit.expect((await other.networkLookupByName('inner')).uuid).toBe(uuid);
      },
    },
  ],
};
