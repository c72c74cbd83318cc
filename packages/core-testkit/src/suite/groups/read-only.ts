import { codeOf } from '../expect.ts';
import type { SuiteGroup } from '../group.ts';

/** A connection that only looks. */
export const readOnly: SuiteGroup = {
  name: 'read-only connections',
  tests: [
    {
      name: 'list, but neither define nor create',
      needs: ['connectListAllDomains', 'domainDefineXMLFlags', 'domainCreateXML'],
      async run(kit) {
        const connection = await kit.connect({ readOnly: true });
        kit.expect(await codeOf(connection.defineXML(kit.sample()))).toBe('VIR_ERR_OPERATION_DENIED');
        kit.expect(await codeOf(connection.createXML(kit.sample()))).toBe('VIR_ERR_OPERATION_DENIED');
        kit.expect(await connection.listAllDomains()).toEqual([]);
      },
    },
    {
      name: 'read a guest, but neither change it nor see its secrets',
      needs: [
        'domainDefineXMLFlags',
        'domainUndefineFlags',
        'domainCreateWithFlags',
        'domainGetXMLDesc',
        'domainGetState',
        'domainSetAutostart',
      ],
      shared: true,
      async run(kit) {
        const { name } = await kit.define(await kit.connect());
        const domain = await (await kit.connect({ readOnly: true })).lookupByName(name);
        kit.expect((await domain.state()).state).toBe('shutoff');
        kit.expect((await domain.xml()).includes(`<name>${name}</name>`)).toBe(true);
        for (const call of [
          () => domain.xml({ secure: true }),
          () => domain.start(),
          () => domain.undefine(),
          () => domain.setAutostart(true),
        ])
          kit.expect(await codeOf(call())).toBe('VIR_ERR_OPERATION_DENIED');
      },
    },
  ],
};
