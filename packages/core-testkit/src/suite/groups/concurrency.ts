import { isVirtError } from '@virtweave/core-api';
import { randomUuid } from '@virtweave/core-util';
import type { SuiteGroup } from '../group.ts';

/** How many of these succeeded? Every failure must be a VirtError. */
async function succeeded(calls: readonly Promise<unknown>[]): Promise<number> {
  let count = 0;
  for (const result of await Promise.allSettled(calls)) {
    if (result.status === 'fulfilled') count += 1;
    else if (!isVirtError(result.reason)) throw result.reason;
  }
  return count;
}

/** Many calls at once. */
export const concurrency: SuiteGroup = {
  name: 'many calls at once',
  tests: [
    {
      name: 'fifty guests are defined, and undefined again',
      needs: ['domainDefineXMLFlags', 'domainUndefineFlags', 'connectListAllDomains'],
      async run(kit) {
        const connection = await kit.connect();
        const names = Array.from({ length: 50 }, (_, i) => `web-${String(i).padStart(2, '0')}`);
        const domains = await Promise.all(names.map((name) => kit.define(connection, name)));
        kit.expect(kit.namesOf(await connection.listAllDomains())).toEqual(names);
        await Promise.all(domains.map((domain) => domain.undefine()));
        kit.expect(await connection.listAllDomains()).toEqual([]);
      },
    },
    {
      name: 'of several guests that want one name only one gets it',
      needs: ['domainDefineXMLFlags', 'connectListAllDomains'],
      async run(kit) {
        const connection = await kit.connect();
        const calls = Array.from({ length: 8 }, () => connection.defineXML(kit.sample('web', randomUuid())));
        kit.expect(await succeeded(calls)).toBe(1);
        kit.expect(kit.namesOf(await connection.listAllDomains())).toEqual(['web']);
      },
    },
    {
      name: 'of several starts one succeeds, of several stops one',
      needs: ['domainDefineXMLFlags', 'domainCreateWithFlags', 'domainDestroyFlags', 'domainGetState', 'connectListAllDomains'],
      async run(kit) {
        const connection = await kit.connect();
        const { name } = await kit.define(connection);
        const handles = await Promise.all(Array.from({ length: 4 }, () => connection.lookupByName(name)));
        kit.expect(await succeeded(handles.map((domain) => domain.start()))).toBe(1);
        kit.expect((await connection.listAllDomains({ active: true })).length).toBe(1);
        kit.expect(await succeeded(handles.map((domain) => domain.destroy()))).toBe(1);
        kit.expect(await connection.listAllDomains({ active: true })).toEqual([]);
      },
    },
    {
      name: 'calls that are under way when the connection closes end, one way or the other',
      needs: ['domainDefineXMLFlags', 'connectListAllDomains'],
      async run(kit) {
        const connection = await kit.connect();
        const calls = [kit.define(connection), connection.listAllDomains(), kit.define(connection)];
        const ends = succeeded(calls);
        await connection.close();
        await ends;
        kit.expect(connection.closed).toBe(true);
      },
    },
  ],
};
