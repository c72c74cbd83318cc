import type { DomainListOptions } from '@virtweave/core-api';
import { codeOf } from '../expect.ts';
import type { SuiteGroup } from '../group.ts';

/** The list of guests and its filters. */
export const lists: SuiteGroup = {
  name: 'lists',
  tests: [
    {
      name: 'all guests, or those that a filter lets pass',
      needs: ['connectListAllDomains', 'domainDefineXMLFlags', 'domainCreateWithFlags', 'domainCreateXML', 'domainSuspend'],
      async run(kit) {
        const connection = await kit.connect();
        await kit.define(connection, 'off');
        await kit.running(connection, 'on');
        await (await kit.running(connection, 'paused')).suspend();
        await connection.createXML(kit.sample('transient'));
        const list = async (options?: DomainListOptions): Promise<readonly string[]> =>
          kit.namesOf(await connection.listAllDomains(options));
        const all = ['off', 'on', 'paused', 'transient'];
        kit.expect(await list()).toEqual(all);
        kit.expect(await list({ active: true })).toEqual(['on', 'paused', 'transient']);
        kit.expect(await list({ inactive: true })).toEqual(['off']);
        kit.expect(await list({ active: true, inactive: true })).toEqual(all);
        kit.expect(await list({ persistent: true })).toEqual(['off', 'on', 'paused']);
        kit.expect(await list({ transient: true })).toEqual(['transient']);
        kit.expect(await list({ running: true })).toEqual(['on', 'transient']);
        kit.expect(await list({ paused: true })).toEqual(['paused']);
        kit.expect(await list({ shutoff: true })).toEqual(['off']);
        kit.expect(await list({ other: true })).toEqual([]);
        kit.expect(await list({ running: true, shutoff: true })).toEqual(['off', 'on', 'transient']);
        kit.expect(await list({ active: true, persistent: true, running: true })).toEqual(['on']);
        kit.expect(await list({ inactive: true, transient: true })).toEqual([]);
      },
    },
    {
      name: 'filters by autostart',
      needs: ['connectListAllDomains', 'domainDefineXMLFlags', 'domainSetAutostart'],
      async run(kit) {
        const connection = await kit.connect();
        await kit.define(connection, 'by hand');
        await (await kit.define(connection, 'by itself')).setAutostart(true);
        kit.expect(kit.namesOf(await connection.listAllDomains({ autostart: true }))).toEqual(['by itself']);
        kit.expect(kit.namesOf(await connection.listAllDomains({ noAutostart: true }))).toEqual(['by hand']);
      },
    },
    {
      name: 'filters by managed save',
      needs: ['connectListAllDomains', 'domainDefineXMLFlags', 'domainCreateWithFlags', 'domainManagedSave'],
      async run(kit) {
        const connection = await kit.connect();
        await kit.define(connection, 'fresh');
        await (await kit.running(connection, 'saved')).managedSave();
        kit.expect(kit.namesOf(await connection.listAllDomains({ managedSave: true }))).toEqual(['saved']);
        kit.expect(kit.namesOf(await connection.listAllDomains({ noManagedSave: true }))).toEqual(['fresh']);
      },
    },
    {
      name: 'filters by snapshots',
      needs: ['connectListAllDomains', 'domainDefineXMLFlags', 'domainSnapshotCreateXML'],
      async run(kit) {
        const connection = await kit.connect();
        await kit.define(connection, 'without');
        await (await kit.define(connection, 'with')).createSnapshot();
        kit.expect(kit.namesOf(await connection.listAllDomains({ snapshots: true }))).toEqual(['with']);
        kit.expect(kit.namesOf(await connection.listAllDomains({ noSnapshots: true }))).toEqual(['without']);
      },
    },
    {
      name: 'a running guest is found by its id, a stopped one is not',
      needs: ['domainLookupByID', 'domainDefineXMLFlags', 'domainCreateWithFlags', 'domainDestroyFlags'],
      async run(kit) {
        const connection = await kit.connect();
        const domain = await kit.running(connection);
        const { id } = domain;
        kit.expect(id > 0).toBe(true);
        kit.expect((await connection.lookupByID(id)).name).toBe(domain.name);
        await domain.destroy();
        kit.expect(await codeOf(connection.lookupByID(id))).toBe('VIR_ERR_NO_DOMAIN');
        kit.expect((await connection.lookupByName(domain.name)).id).toBe(-1);
      },
    },
    {
      name: 'what one connection defines, the other one lists',
      needs: ['connectListAllDomains', 'domainDefineXMLFlags'],
      shared: true,
      async run(kit) {
        const [one, other] = [await kit.connect(), await kit.connect()];
        const { name } = await kit.define(one);
        kit.expect(kit.namesOf(await other.listAllDomains())).toEqual([name]);
        await one.close();
        kit.expect(kit.namesOf(await other.listAllDomains())).toEqual([name]);
      },
    },
  ],
};
