import { isVirtError } from '@virtweave/core-api';
import { codeOf, failure } from '../expect.ts';
import type { SuiteGroup } from '../group.ts';

/** Opening, closing, and what a connection says of itself. */
export const connection: SuiteGroup = {
  name: 'connection',
  tests: [
    {
      name: 'a fresh place has no guests',
      needs: ['connectListAllDomains'],
      async run(kit) {
        kit.expect(await (await kit.connect()).listAllDomains()).toEqual([]);
      },
    },
    {
      name: 'closes as often as one likes, and says so',
      needs: [],
      async run(kit) {
        const open = await kit.connect();
        kit.expect(open.closed).toBe(false);
        await Promise.all([open.close(), open.close()]);
        await open[Symbol.asyncDispose]();
        kit.expect(open.closed).toBe(true);
      },
    },
    {
      name: 'calls on a closed connection fail',
      needs: ['domainDefineXMLFlags', 'connectListAllDomains', 'domainGetState'],
      async run(kit) {
        const open = await kit.connect();
        const domain = await kit.define(open);
        await open.close();
        kit.expect(await codeOf(open.listAllDomains())).toBe('VIR_ERR_INVALID_CONN');
        kit.expect(await codeOf(domain.state())).toBe('VIR_ERR_INVALID_CONN');
        kit.expect(await codeOf(kit.define(open))).toBe('VIR_ERR_INVALID_CONN');
      },
    },
    {
      name: 'opening is refused when its signal was aborted, with the reason given',
      needs: [],
      async run(kit) {
        const reason = new Error('changed my mind');
        kit.expect(await failure(kit.connect({ signal: AbortSignal.abort(reason) }))).toBe(reason);
      },
    },
    {
      name: 'is alive',
      needs: ['connectIsAlive'],
      async run(kit) {
        kit.expect(await (await kit.connect()).isAlive()).toBe(true);
      },
    },
    {
      name: 'names its kind and version',
      needs: ['connectGetType', 'connectGetVersion'],
      async run(kit) {
        const open = await kit.connect();
        kit.expect((await open.type()).length > 0).toBe(true);
        kit.expect((await open.version()) >= 0).toBe(true);
      },
    },
    {
      name: 'describes the host: at least one CPU, some memory, and cells, sockets, cores and threads',
      needs: ['nodeGetInfo'],
      async run(kit) {
        const info = await (await kit.connect()).nodeInfo();
        const { cpus, memory, nodes, sockets, cores, threads } = info;
        for (const count of [cpus, memory, nodes, sockets, cores, threads]) kit.expect(count >= 1).toBe(true);
      },
    },
    {
      name: 'gives its capabilities as a document',
      needs: ['connectGetCapabilities'],
      async run(kit) {
        const xml = await (await kit.connect()).capabilities();
        kit.expect(/^<capabilities>[\s\S]*<host>[\s\S]*<\/capabilities>\s*$/.test(xml)).toBe(true);
      },
    },
    {
      name: 'names the host',
      needs: ['connectGetHostname'],
      async run(kit) {
        kit.expect(/^\S+$/.test(await (await kit.connect()).hostname())).toBe(true);
      },
    },
    {
      name: 'what the driver lacks is refused by the name of the function',
      needs: [],
      async run(kit) {
        if (kit.has('domainLxcOpenNamespace')) return;
        const { hypervisor } = (await kit.connect()).families;
        const ref = { name: 'none', uuid: '00000000-0000-4000-8000-000000000000', id: -1 };
        const error = await failure(hypervisor.domainLxcOpenNamespace(ref, 0, {}));
        kit.expect(isVirtError(error, 'VIR_ERR_NO_SUPPORT')).toBe(true);
        kit.expect((error as Error).message.includes('virDomainLxcOpenNamespace')).toBe(true);
      },
    },
  ],
};
