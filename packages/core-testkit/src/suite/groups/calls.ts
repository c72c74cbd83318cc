import { flags, isVirtError } from '@virtweave/core-api';
import { randomUuid } from '@virtweave/core-util';
import { codeOf, failure } from '../expect.ts';
import type { SuiteGroup } from '../group.ts';

/** What holds for every call: signals, arguments, flags. */
export const calls: SuiteGroup = {
  name: 'calls',
  tests: [
    {
      name: 'a call whose signal was aborted fails with the reason and does nothing',
      needs: ['connectListAllDomains', 'domainDefineXMLFlags', 'domainGetState'],
      async run(kit) {
        const connection = await kit.connect();
        const domain = await kit.define(connection);
        const reason = new Error('not any more');
        const options = { signal: AbortSignal.abort(reason) };
        kit.expect(await failure(connection.defineXML(kit.sample(), options))).toBe(reason);
        kit.expect(await failure(connection.lookupByName(domain.name, options))).toBe(reason);
        kit.expect(await failure(connection.listAllDomains(options))).toBe(reason);
        kit.expect(await failure(domain.state(options))).toBe(reason);
        kit.expect(kit.namesOf(await connection.listAllDomains())).toEqual([domain.name]);
      },
    },
    {
      name: 'a signal that is aborted afterwards changes nothing',
      needs: ['domainDefineXMLFlags', 'domainGetState'],
      async run(kit) {
        const connection = await kit.connect();
        const controller = new AbortController();
        const domain = await connection.defineXML(kit.sample(), { signal: controller.signal });
        controller.abort();
        kit.expect((await domain.state()).state).toBe('shutoff');
      },
    },
    {
      name: 'flags that are not known are refused, bit 31 too',
      needs: ['connectListAllDomains'],
      async run(kit) {
        const connection = await kit.connect();
        for (const given of [2 ** 31, flags(1 << 31)]) {
          const error = await failure(connection.listAllDomains({ flags: given }));
          kit.expect(isVirtError(error, 'VIR_ERR_INVALID_ARG')).toBe(true);
          kit.expect((error as Error).message.includes('unsupported flags (0x80000000) in function')).toBe(true);
        }
      },
    },
    {
      name: 'flags that are no 32-bit integer are refused',
      needs: ['connectListAllDomains'],
      async run(kit) {
        const connection = await kit.connect();
        const { hypervisor } = connection.families;
        for (const given of [2 ** 32, 2 ** 53, -1, 1 << 31, -(2 ** 31) - 1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
          kit.expect(await codeOf(hypervisor.connectListAllDomains(given, {}))).toBe('VIR_ERR_INVALID_ARG');
          kit.expect(await codeOf(connection.listAllDomains({ flags: given }))).toBe('VIR_ERR_INVALID_ARG');
        }
      },
    },
    {
      name: 'unknown flags define nothing',
      needs: ['domainDefineXMLFlags', 'connectListAllDomains'],
      async run(kit) {
        const connection = await kit.connect();
        kit.expect(await codeOf(connection.defineXML(kit.sample(), { flags: 2 ** 31 }))).toBe('VIR_ERR_INVALID_ARG');
        kit.expect(await connection.listAllDomains()).toEqual([]);
      },
    },
    {
      name: 'look-ups of what is not there fail with VIR_ERR_NO_DOMAIN and say what was sought',
      needs: ['domainLookupByName', 'domainLookupByUUID', 'domainLookupByID'],
      async run(kit) {
        const connection = await kit.connect();
        const uuid = randomUuid();
        const sought: readonly (readonly [() => Promise<unknown>, string])[] = [
          [() => connection.lookupByName('no such guest'), 'no such guest'],
          [() => connection.lookupByUUID(uuid), uuid],
          [() => connection.lookupByID(4711), '4711'],
        ];
        for (const [look, what] of sought) {
          const error = await failure(look());
          kit.expect(isVirtError(error, 'VIR_ERR_NO_DOMAIN')).toBe(true);
          kit.expect((error as Error).message.includes(what)).toBe(true);
        }
      },
    },
    {
      name: 'a UUID may be written in any way, and must be one',
      needs: ['domainLookupByUUID', 'domainDefineXMLFlags'],
      async run(kit) {
        const connection = await kit.connect();
        const { uuid, name } = await kit.define(connection);
        for (const written of [uuid, uuid.toUpperCase(), uuid.replaceAll('-', '')])
          kit.expect((await connection.lookupByUUID(written)).name).toBe(name);
        for (const written of ['', 'guest', uuid.slice(1), `${uuid}0`])
          kit.expect(await codeOf(connection.lookupByUUID(written))).toBe('VIR_ERR_INVALID_ARG');
      },
    },
    {
      name: 'arguments of the wrong type are refused',
      needs: ['domainLookupByName', 'domainDefineXMLFlags', 'domainLookupByID'],
      async run(kit) {
        const connection = await kit.connect();
        const wrong = (value: unknown): string => value as string;
        for (const value of [undefined, null, 5, 'a\0b']) {
          kit.expect(await codeOf(connection.lookupByName(wrong(value)))).toBe('VIR_ERR_INVALID_ARG');
          kit.expect(await codeOf(connection.defineXML(wrong(value)))).toBe('VIR_ERR_INVALID_ARG');
        }
        kit.expect(await codeOf(connection.lookupByName(wrong({})))).toBe('VIR_ERR_INVALID_ARG');
        for (const id of [1.5, Number.NaN, -1, wrong('1') as unknown as number])
          kit.expect(await codeOf(connection.lookupByID(id))).toBe('VIR_ERR_INVALID_ARG');
      },
    },
    {
      name: 'a definition may be an object; an empty one is a document that lacks something',
      needs: ['domainDefineXMLFlags', 'domainCreateXML', 'connectListAllDomains'],
      async run(kit) {
        const connection = await kit.connect();
        kit.expect(await codeOf(connection.defineXML({} as never))).toBe('VIR_ERR_XML_ERROR');
        kit.expect(await codeOf(connection.createXML({} as never))).toBe('VIR_ERR_XML_ERROR');
        kit.expect(await connection.listAllDomains()).toEqual([]);
      },
    },
    {
      name: "an error has the user's own frame in its stack",
      needs: ['domainLookupByName'],
      async run(kit) {
        const connection = await kit.connect();
        async function nobodyElseIsCalledLikeThis(): Promise<void> {
          await connection.lookupByName('no such guest');
        }
        const error = await failure(nobodyElseIsCalledLikeThis());
        kit.expect((error as Error).stack?.includes('nobodyElseIsCalledLikeThis')).toBe(true);
      },
    },
  ],
};
