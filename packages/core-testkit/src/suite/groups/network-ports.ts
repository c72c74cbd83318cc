import { randomUuid } from '@virtweave/core-util';
import { codeOf } from '../expect.ts';
import type { SuiteGroup } from '../group.ts';

/** Ports of networks: what the interfaces of guests are given. */
export const networkPorts: SuiteGroup = {
  name: 'network ports',
  tests: [
    {
      name: 'a port of a running network is made, found, listed and deleted',
      needs: ['networkCreateXMLFlags', 'networkDestroy', 'networkPortCreateXML', 'networkPortLookupByUUID', 'networkListAllPorts', 'networkPortGetXMLDesc', 'networkPortDelete'],
      async run(kit) {
        const connection = await kit.connect();
        const network = await connection.networkCreateXML(kit.documents.network({ name: 'ports', uuid: randomUuid() }));
        try {
          kit.expect(await network.listAllPorts()).toEqual([]);
          const uuid = randomUuid();
          const port = await network.portCreateXML(kit.documents.networkPort({ name: 'web', uuid }));
          kit.expect(port.uuid).toBe(uuid);
          kit.expect((await network.portLookupByUUID(uuid.toUpperCase())).uuid).toBe(uuid);
          kit.expect((await network.listAllPorts()).map((one) => one.uuid)).toEqual([uuid]);
          const written = await port.xml();
          kit.expect([written.includes('<name>web</name>'), written.includes("<mac address='52:54:00:00:77:01'/>")]).toEqual([true, true]);
          kit.expect(await codeOf(network.portCreateXML('<network/>'))).toBe('VIR_ERR_XML_ERROR');
          await port.delete();
          for (const gone of [port.xml(), network.portLookupByUUID(uuid)]) kit.expect(await codeOf(gone)).toBe('VIR_ERR_NO_NETWORK_PORT');
          kit.expect(await network.listAllPorts()).toEqual([]);
        } finally {
          await network.destroy();
        }
      },
    },
    {
      name: 'a network that does not run has no ports',
      needs: ['networkDefineXMLFlags', 'networkUndefine', 'networkPortCreateXML'],
      async run(kit) {
        const connection = await kit.connect();
        const network = await connection.networkDefineXML(kit.documents.network({ name: 'ports', uuid: randomUuid() }));
        try {
          const document = kit.documents.networkPort({ name: 'web', uuid: randomUuid() });
          kit.expect(await codeOf(network.portCreateXML(document))).toBe('VIR_ERR_OPERATION_INVALID');
        } finally {
          await network.undefine();
        }
      },
    },
  ],
};
