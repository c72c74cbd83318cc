import { codeOf, failure, isRefused } from '../expect.ts';
import type { SuiteGroup } from '../group.ts';

const mac = '52:54:00:77:00:01';

/** Network interfaces of the host. */
export const interfaces: SuiteGroup = {
  name: 'interfaces of the host',
  tests: [
    {
      name: 'an interface is defined, goes up and down, and is undefined',
      needs: ['interfaceDefineXML', 'interfaceCreate', 'interfaceDestroy', 'interfaceUndefine', 'interfaceIsActive', 'connectListAllInterfaces', 'interfaceLookupByName', 'interfaceLookupByMACString'],
      async run(kit) {
        const connection = await kit.connect();
        const before = new Set(kit.namesOf(await connection.listAllInterfaces()));
        const list = async (options?: { active?: boolean; inactive?: boolean }): Promise<readonly string[]> =>
          kit.namesOf(await connection.listAllInterfaces(options)).filter((name) => !before.has(name));
        const one = await connection.interfaceDefineXML(kit.documents.interface({ name: 'vw7', mac }));
        kit.expect([one.name, one.mac, await one.isActive()]).toEqual(['vw7', mac, false]);
        kit.expect((await connection.interfaceLookupByName('vw7')).mac).toBe(mac);
        kit.expect((await connection.interfaceLookupByMACString(mac)).name).toBe('vw7');
        kit.expect([await list(), await list({ active: true }), await list({ inactive: true })]).toEqual([['vw7'], [], ['vw7']]);
        await one.start();
        kit.expect(await codeOf(one.start())).toBe('VIR_ERR_OPERATION_INVALID');
        kit.expect([await one.isActive(), await list({ active: true })]).toEqual([true, ['vw7']]);
        await one.destroy();
        kit.expect(await codeOf(one.destroy())).toBe('VIR_ERR_OPERATION_INVALID');
        await one.undefine();
        kit.expect(await codeOf(one.isActive())).toBe('VIR_ERR_NO_INTERFACE');
        kit.expect(await codeOf(connection.interfaceLookupByMACString(mac))).toBe('VIR_ERR_NO_INTERFACE');
      },
    },
    {
      name: 'two with one address are VIR_ERR_MULTIPLE_INTERFACES',
      needs: ['interfaceDefineXML', 'interfaceLookupByMACString'],
      async run(kit) {
        const connection = await kit.connect();
        for (const name of ['vw7', 'vw8']) await connection.interfaceDefineXML(kit.documents.interface({ name, mac }));
        kit.expect(await codeOf(connection.interfaceLookupByMACString(mac))).toBe('VIR_ERR_MULTIPLE_INTERFACES');
      },
    },
    {
      name: 'changes are taken back or kept',
      needs: ['interfaceDefineXML', 'interfaceChangeBegin', 'interfaceChangeCommit', 'interfaceChangeRollback', 'interfaceLookupByName'],
      async run(kit) {
        const connection = await kit.connect();
        const define = (name: string): Promise<unknown> => connection.interfaceDefineXML(kit.documents.interface({ name, mac }));
        for (const early of [connection.interfaceChangeCommit(), connection.interfaceChangeRollback()])
          kit.expect(await codeOf(early)).toBe('VIR_ERR_OPERATION_INVALID');
        await connection.interfaceChangeBegin();
        kit.expect(await codeOf(connection.interfaceChangeBegin())).toBe('VIR_ERR_OPERATION_INVALID');
        await define('vw7');
        await connection.interfaceChangeRollback();
        kit.expect(await codeOf(connection.interfaceLookupByName('vw7'))).toBe('VIR_ERR_NO_INTERFACE');
        await connection.interfaceChangeBegin();
        await define('vw8');
        await connection.interfaceChangeCommit();
        kit.expect((await connection.interfaceLookupByName('vw8')).name).toBe('vw8');
      },
    },
    {
      name: 'what is no definition is refused, an aborted call does nothing, who only reads may not change anything',
      needs: ['interfaceDefineXML', 'connectListAllInterfaces', 'interfaceGetXMLDesc'],
      async run(kit) {
        const connection = await kit.connect();
        const before = kit.namesOf(await connection.listAllInterfaces());
        const document = kit.documents.interface({ name: 'vw7', mac });
        // Without its type, an object is no interface at all.
        const empty = connection.interfaceDefineXML({} as never);
        kit.expect(await isRefused(empty, 'VIR_ERR_XML_ERROR', 'VIR_ERR_INVALID_ARG')).toBe(true);
        kit.expect(await codeOf(connection.interfaceDefineXML('<network/>'))).toBe('VIR_ERR_XML_ERROR');
        kit.expect(await codeOf(connection.interfaceDefineXML('<interface'))).toBe('VIR_ERR_XML_DETAIL');
        const reason = new Error('not any more');
        kit.expect(await failure(connection.interfaceDefineXML(document, { signal: AbortSignal.abort(reason) }))).toBe(reason);
        const reader = await kit.connect({ readOnly: true });
        kit.expect(await codeOf(reader.interfaceDefineXML(document))).toBe('VIR_ERR_OPERATION_DENIED');
        kit.expect(kit.namesOf(await connection.listAllInterfaces())).toEqual(before);
        const one = await connection.interfaceDefineXML(document);
        kit.expect((await one.definition()).name).toBe('vw7');
      },
    },
  ],
};
