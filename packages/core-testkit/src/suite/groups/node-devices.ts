import { codeOf, isRefused } from '../expect.ts';
import type { SuiteGroup } from '../group.ts';

/** Devices of the host. */
export const nodeDevices: SuiteGroup = {
  name: 'devices of the host',
  tests: [
    {
      name: 'what is not there is VIR_ERR_NO_NODE_DEVICE, and what is no definition is refused',
      needs: ['nodeDeviceLookupByName', 'nodeDeviceCreateXML', 'connectListAllNodeDevices'],
      async run(kit) {
        const connection = await kit.connect();
        const before = kit.namesOf(await connection.listAllNodeDevices());
        kit.expect(await codeOf(connection.nodeDeviceLookupByName('nobody'))).toBe('VIR_ERR_NO_NODE_DEVICE');
        const empty = connection.nodeDeviceCreateXML({});
        kit.expect(await isRefused(empty, 'VIR_ERR_XML_ERROR', 'VIR_ERR_INTERNAL_ERROR')).toBe(true);
        kit.expect(await codeOf(connection.nodeDeviceCreateXML('<network/>'))).toBe('VIR_ERR_XML_ERROR');
        kit.expect(await codeOf(connection.nodeDeviceCreateXML('<device'))).toBe('VIR_ERR_XML_DETAIL');
        const reader = await kit.connect({ readOnly: true });
        kit.expect(await codeOf(reader.nodeDeviceCreateXML(kit.documents.nodeDevice()))).toBe('VIR_ERR_OPERATION_DENIED');
        kit.expect(kit.namesOf(await connection.listAllNodeDevices())).toEqual(before);
      },
    },
    {
      name: 'each is listed under what it is, and its parent is there',
      needs: ['connectListAllNodeDevices', 'nodeDeviceListCaps', 'nodeDeviceGetParent', 'nodeDeviceGetXMLDesc', 'nodeDeviceLookupByName'],
      async run(kit) {
        const connection = await kit.connect();
        const systems = kit.namesOf(await connection.listAllNodeDevices({ capabilities: ['system'] }));
        for (const device of await connection.listAllNodeDevices()) {
          const capabilities = await device.capabilities();
          kit.expect(capabilities.includes('system')).toBe(systems.includes(device.name));
          kit.expect((await device.definition()).name).toBe(device.name);
          const parent = await device.parent();
          if (parent !== undefined) kit.expect((await connection.nodeDeviceLookupByName(parent)).name).toBe(parent);
        }
        kit.expect(await codeOf(connection.listAllNodeDevices({ capabilities: ['tape' as never] }))).toBe('VIR_ERR_INVALID_ARG');
      },
    },
    {
      name: 'a virtual port is made and removed, and both are told',
      needs: ['nodeDeviceCreateXML', 'nodeDeviceDestroy', 'connectNodeDeviceEventRegisterAny', 'connectListAllNodeDevices'],
      async run(kit) {
        const connection = await kit.connect();
        // Only a host that has a Fibre Channel adapter can make one.
        if ((await connection.listAllNodeDevices({ capabilities: ['vports'] })).length === 0) return;
        const events = connection.events({ kinds: ['node-device-lifecycle'] });
        const device = await connection.nodeDeviceCreateXML(kit.documents.nodeDevice());
        kit.expect(kit.namesOf(await connection.listAllNodeDevices()).includes(device.name)).toBe(true);
        await device.destroy();
        kit.expect(await codeOf(device.xml())).toBe('VIR_ERR_NO_NODE_DEVICE');
        const told = [await kit.next(events), await kit.next(events)];
        kit.expect(told.map((event) => (event.kind === 'gap' ? 'gap' : `${event.device.name} ${event.event}`))).toEqual([
          `${device.name} created`,
          `${device.name} deleted`,
        ]);
      },
    },
  ],
};
