import { randomUuid } from '@virtweave/core-util';
import { codeOf } from '../expect.ts';
import type { SuiteGroup } from '../group.ts';

/** Secrets. */
export const secrets: SuiteGroup = {
  name: 'secrets',
  tests: [
    {
      name: 'a secret is defined, gets a value, is found by its use, and is undefined',
      needs: ['secretDefineXML', 'secretSetValue', 'secretGetValue', 'secretLookupByUsage', 'secretLookupByUUID', 'secretUndefine', 'secretGetXMLDesc'],
      async run(kit) {
        const connection = await kit.connect();
        const uuid = randomUuid();
        const secret = await connection.secretDefineXML(kit.documents.secret({ name: 'disk', uuid }));
        kit.expect([secret.uuid, secret.usageType, secret.usageId]).toEqual([uuid, 'volume', '/disk']);
        kit.expect(await codeOf(secret.value())).toBe('VIR_ERR_NO_SECRET');
        await secret.setValue('open sesame');
        kit.expect(Buffer.from(await secret.value()).toString()).toBe('open sesame');
        kit.expect((await connection.secretLookupByUsage('volume', '/disk')).uuid).toBe(uuid);
        kit.expect((await connection.secretLookupByUUID(uuid.toUpperCase())).usageId).toBe('/disk');
        kit.expect((await secret.xml()).includes('open sesame')).toBe(false);
        await secret.undefine();
        for (const gone of [secret.xml(), connection.secretLookupByUUID(uuid), connection.secretLookupByUsage('volume', '/disk')])
          kit.expect(await codeOf(gone)).toBe('VIR_ERR_NO_SECRET');
      },
    },
    {
      name: 'the value of a private secret is told to nobody',
      needs: ['secretDefineXML', 'secretSetValue', 'secretGetValue'],
      async run(kit) {
        const connection = await kit.connect();
        const document = kit.documents.secret({ name: 'disk', uuid: randomUuid() }).replace("private='no'", "private='yes'");
        const secret = await connection.secretDefineXML(document);
        await secret.setValue('open sesame');
        kit.expect(await codeOf(secret.value())).toBe('VIR_ERR_INVALID_SECRET');
      },
    },
    {
      name: 'lists are filtered; one use has one secret; what is no definition is refused',
      needs: ['secretDefineXML', 'connectListAllSecrets'],
      async run(kit) {
        const connection = await kit.connect();
        const document = kit.documents.secret({ name: 'disk', uuid: randomUuid() });
        const { uuid } = await connection.secretDefineXML(document);
        const list = async (options?: Parameters<typeof connection.listAllSecrets>[0]): Promise<readonly string[]> =>
          (await connection.listAllSecrets(options)).map((secret) => secret.uuid);
        kit.expect(await list({ noPrivate: true, noEphemeral: true })).toEqual([uuid]);
        kit.expect(await list({ private: true })).toEqual([]);
        const twice = kit.documents.secret({ name: 'disk', uuid: randomUuid() });
        kit.expect(await codeOf(connection.secretDefineXML(twice))).toBe('VIR_ERR_INTERNAL_ERROR');
        kit.expect(await codeOf(connection.secretDefineXML('<network/>'))).toBe('VIR_ERR_XML_ERROR');
        kit.expect(await codeOf(connection.secretDefineXML('<secret'))).toBe('VIR_ERR_XML_DETAIL');
        kit.expect(await list()).toEqual([uuid]);
      },
    },
    {
      name: 'events tell of definitions and values',
      needs: ['connectSecretEventRegisterAny', 'secretDefineXML', 'secretSetValue', 'secretUndefine'],
      async run(kit) {
        const connection = await kit.connect();
        const events = connection.events({ kinds: ['secret-lifecycle', 'secret-value-changed'] });
        const secret = await connection.secretDefineXML(kit.documents.secret({ name: 'disk', uuid: randomUuid() }));
        await secret.setValue('open sesame');
        await secret.undefine();
        const told: string[] = [];
        while (told.length < 3) {
          const event = await kit.next(events);
          told.push(event.kind === 'secret-lifecycle' ? event.event : event.kind);
        }
        kit.expect(told).toEqual(['defined', 'secret-value-changed', 'undefined']);
      },
    },
  ],
};
