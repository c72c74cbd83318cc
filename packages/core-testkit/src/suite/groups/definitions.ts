import { isVirtError } from '@virtweave/core-api';
import { randomUuid } from '@virtweave/core-util';
import { codeOf, failure } from '../expect.ts';
import type { SuiteGroup } from '../group.ts';

/** Defining, redefining, undefining, renaming, autostart. */
export const definitions: SuiteGroup = {
  name: 'definitions',
  tests: [
    {
      name: 'a defined guest is there, off and persistent',
      needs: ['domainDefineXMLFlags', 'domainGetState', 'domainIsPersistent', 'domainIsActive', 'domainLookupByName'],
      async run(kit) {
        const connection = await kit.connect();
        const uuid = randomUuid();
        const domain = await connection.defineXML(kit.sample('web', uuid));
        kit.expect([domain.name, domain.uuid, domain.id]).toEqual(['web', uuid, -1]);
        kit.expect([await domain.isPersistent(), await domain.isActive()]).toEqual([true, false]);
        kit.expect((await domain.state()).state).toBe('shutoff');
        kit.expect((await connection.lookupByName('web')).uuid).toBe(uuid);
        kit.expect((await connection.lookupByUUID(uuid)).name).toBe('web');
      },
    },
    {
      name: 'a guest without a UUID gets one',
      needs: ['domainDefineXMLFlags', 'domainLookupByUUID'],
      async run(kit) {
        const connection = await kit.connect();
        const xml = kit.sample('web').replace(/<uuid>[^<]*<\/uuid>/, '');
        const { uuid } = await connection.defineXML(xml);
        kit.expect(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(uuid)).toBe(true);
        kit.expect((await connection.lookupByUUID(uuid)).name).toBe('web');
      },
    },
    {
      name: 'the same name and UUID replace a definition',
      needs: ['domainDefineXMLFlags', 'connectListAllDomains', 'domainGetXMLDesc'],
      async run(kit) {
        const connection = await kit.connect();
        const xml = kit.sample('web', randomUuid());
        await connection.defineXML(xml);
        const domain = await connection.defineXML(xml.replace('</name>', '</name><title>second</title>'));
        kit.expect(kit.namesOf(await connection.listAllDomains())).toEqual(['web']);
        kit.expect((await domain.xml()).includes('<title>second</title>')).toBe(true);
      },
    },
    {
      name: 'a name of another guest is refused, and so is a UUID of another guest',
      needs: ['domainDefineXMLFlags', 'connectListAllDomains'],
      async run(kit) {
        const connection = await kit.connect();
        const { uuid } = await kit.define(connection, 'web');
        const twice = await failure(connection.defineXML(kit.sample('web')));
        kit.expect(isVirtError(twice, 'VIR_ERR_OPERATION_FAILED')).toBe(true);
        kit.expect((twice as Error).message.includes(`domain 'web' already exists with uuid ${uuid}`)).toBe(true);
        const stolen = await failure(connection.defineXML(kit.sample('mail', uuid)));
        kit.expect(isVirtError(stolen, 'VIR_ERR_OPERATION_FAILED')).toBe(true);
        kit.expect((stolen as Error).message.includes(`domain 'web' is already defined with uuid ${uuid}`)).toBe(true);
        kit.expect(kit.namesOf(await connection.listAllDomains())).toEqual(['web']);
      },
    },
    {
      name: 'an undefined guest is gone, for handles too, and its name and UUID are free',
      needs: ['domainDefineXMLFlags', 'domainUndefineFlags', 'connectListAllDomains', 'domainGetState', 'domainGetXMLDesc'],
      async run(kit) {
        const connection = await kit.connect();
        const uuid = randomUuid();
        const domain = await connection.defineXML(kit.sample('web', uuid));
        await domain.undefine();
        kit.expect(await connection.listAllDomains()).toEqual([]);
        for (const call of [
          () => domain.state(),
          () => domain.xml(),
          () => domain.undefine(),
          () => connection.lookupByName('web'),
        ])
          kit.expect(await codeOf(call())).toBe('VIR_ERR_NO_DOMAIN');
        kit.expect((await connection.defineXML(kit.sample('web', uuid))).uuid).toBe(uuid);
      },
    },
    {
      name: 'a running guest that is undefined stays until it stops',
      needs: ['domainDefineXMLFlags', 'domainUndefineFlags', 'domainCreateWithFlags', 'domainDestroyFlags', 'domainIsPersistent'],
      async run(kit) {
        const connection = await kit.connect();
        const domain = await kit.running(connection);
        await domain.undefine();
        kit.expect([await domain.isActive(), await domain.isPersistent()]).toEqual([true, false]);
        await domain.destroy();
        kit.expect(await codeOf(connection.lookupByName(domain.name))).toBe('VIR_ERR_NO_DOMAIN');
      },
    },
    {
      name: 'what is defined while the guest runs counts from its next start on',
      needs: ['domainDefineXMLFlags', 'domainCreateWithFlags', 'domainDestroyFlags', 'domainGetXMLDesc'],
      async run(kit) {
        const connection = await kit.connect();
        const uuid = randomUuid();
        const xml = kit.sample('web', uuid);
        const domain = await connection.defineXML(xml);
        await domain.start();
        const again = await connection.defineXML(xml.replace('</name>', '</name><title>second</title>'));
        kit.expect(again.id > 0).toBe(true);
        const title = '<title>second</title>';
        kit.expect((await domain.xml()).includes(title)).toBe(false);
        kit.expect((await domain.xml({ inactive: true })).includes(title)).toBe(true);
        await domain.destroy();
        kit.expect((await domain.xml()).includes(title)).toBe(true);
      },
    },
    {
      name: 'a definition that was read back defines the same',
      needs: ['domainDefineXMLFlags', 'domainUndefineFlags', 'domainGetXMLDesc'],
      async run(kit) {
        const connection = await kit.connect();
        const domain = await kit.define(connection);
        const xml = await domain.xml({ inactive: true, secure: true });
        await domain.undefine();
        const again = await connection.defineXML(xml);
        kit.expect(await again.xml({ inactive: true, secure: true })).toBe(xml);
      },
    },
    {
      name: 'a rename gives the handle the new name, and frees the old one',
      needs: ['domainDefineXMLFlags', 'domainRename', 'connectListAllDomains', 'domainGetXMLDesc'],
      async run(kit) {
        const connection = await kit.connect();
        const domain = await kit.define(connection, 'web');
        await domain.rename('mail');
        kit.expect(domain.name).toBe('mail');
        kit.expect(kit.namesOf(await connection.listAllDomains())).toEqual(['mail']);
        kit.expect((await domain.xml()).includes('<name>mail</name>')).toBe(true);
        kit.expect(await codeOf(connection.lookupByName('web'))).toBe('VIR_ERR_NO_DOMAIN');
        await kit.define(connection, 'web');
      },
    },
    {
      name: 'a rename to a name in use, to the same, to nothing or into another folder is refused',
      needs: ['domainDefineXMLFlags', 'domainRename', 'connectListAllDomains'],
      async run(kit) {
        const connection = await kit.connect();
        const domain = await kit.define(connection, 'web');
        await kit.define(connection, 'mail');
        kit.expect(await codeOf(domain.rename('mail'))).toBe('VIR_ERR_OPERATION_INVALID');
        kit.expect(await codeOf(domain.rename('web'))).toBe('VIR_ERR_OPERATION_INVALID');
        kit.expect(await codeOf(domain.rename(''))).toBe('VIR_ERR_INVALID_ARG');
        for (const name of ['../web', 'a/b', '/']) kit.expect(await codeOf(domain.rename(name))).toBe('VIR_ERR_XML_ERROR');
        kit.expect(kit.namesOf(await connection.listAllDomains())).toEqual(['mail', 'web']);
      },
    },
    {
      name: 'a running guest is not renamed',
      needs: ['domainDefineXMLFlags', 'domainRename', 'domainCreateWithFlags'],
      async run(kit) {
        const domain = await kit.running(await kit.connect());
        kit.expect(await codeOf(domain.rename('other'))).toBe('VIR_ERR_OPERATION_INVALID');
      },
    },
    {
      name: 'autostart is remembered, and is not for transient guests',
      needs: ['domainDefineXMLFlags', 'domainGetAutostart', 'domainSetAutostart', 'domainCreateXML'],
      async run(kit) {
        const connection = await kit.connect();
        const domain = await kit.define(connection);
        kit.expect(await domain.autostart()).toBe(false);
        await domain.setAutostart(true);
        await domain.setAutostart(true);
        kit.expect(await domain.autostart()).toBe(true);
        await domain.setAutostart(false);
        kit.expect(await domain.autostart()).toBe(false);
        const transient = await connection.createXML(kit.sample());
        kit.expect(await codeOf(transient.setAutostart(true))).toBe('VIR_ERR_OPERATION_INVALID');
      },
    },
  ],
};
