import { randomUuid } from '@virtweave/core-util';
import { codeOf } from '../expect.ts';
import type { SuiteGroup } from '../group.ts';

/** Filters of network traffic, and their bindings to interfaces. */
export const nwfilters: SuiteGroup = {
  name: 'nwfilters',
  tests: [
    {
      name: 'a filter is defined, found, listed, redefined and undefined',
      needs: ['nwfilterDefineXMLFlags', 'nwfilterLookupByName', 'nwfilterLookupByUUID', 'nwfilterUndefine', 'nwfilterGetXMLDesc', 'connectListAllNWFilters'],
      async run(kit) {
        const connection = await kit.connect();
        const name = `vw-${kit.name()}`;
        const uuid = randomUuid();
        const document = kit.documents.nwfilter({ name, uuid });
        const filter = await connection.nwfilterDefineXML(document);
        try {
          kit.expect([filter.name, filter.uuid]).toEqual([name, uuid]);
          kit.expect((await connection.nwfilterLookupByName(name)).uuid).toBe(uuid);
          kit.expect((await connection.nwfilterLookupByUUID(uuid.toUpperCase())).name).toBe(name);
          kit.expect((await connection.listAllNWFilters()).filter((one) => one.name === name).length).toBe(1);
          const written = await filter.xml();
          kit.expect(written.includes("srcmacaddr='$MAC'")).toBe(true);
          // What was written is a definition, which changes nothing.
          kit.expect((await connection.nwfilterDefineXML(written)).uuid).toBe(uuid);
          kit.expect(await filter.xml()).toBe(written);
        } finally {
          await filter.undefine();
        }
        for (const gone of [filter.xml(), connection.nwfilterLookupByName(name), connection.nwfilterLookupByUUID(uuid)])
          kit.expect(await codeOf(gone)).toBe('VIR_ERR_NO_NWFILTER');
      },
    },
    {
      name: 'a name belongs to one UUID, and what is no definition is refused',
      needs: ['nwfilterDefineXMLFlags', 'nwfilterUndefine', 'connectListAllNWFilters'],
      async run(kit) {
        const connection = await kit.connect();
        const name = `vw-${kit.name()}`;
        const filter = await connection.nwfilterDefineXML(kit.documents.nwfilter({ name, uuid: randomUuid() }));
        try {
          const other = kit.documents.nwfilter({ name, uuid: randomUuid() });
          kit.expect(await codeOf(connection.nwfilterDefineXML(other))).toBe('VIR_ERR_OPERATION_FAILED');
          kit.expect(await codeOf(connection.nwfilterDefineXML('<network/>'))).toBe('VIR_ERR_XML_ERROR');
          kit.expect(await codeOf(connection.nwfilterDefineXML('<filter'))).toBe('VIR_ERR_XML_DETAIL');
          kit.expect((await connection.listAllNWFilters()).filter((one) => one.name === name).length).toBe(1);
        } finally {
          await filter.undefine();
        }
      },
    },
    {
      name: 'an interface without a binding has none, and what is no binding is refused',
      needs: ['nwfilterBindingLookupByPortDev', 'connectListAllNWFilterBindings', 'nwfilterBindingCreateXML'],
      async run(kit) {
        const connection = await kit.connect();
        kit.expect(await codeOf(connection.nwfilterBindingLookupByPortDev('vw-nobody'))).toBe('VIR_ERR_NO_NWFILTER_BINDING');
        const bound = (await connection.listAllNWFilterBindings()).map((binding) => binding.portDevice);
        kit.expect(bound.includes('vw-nobody')).toBe(false);
        kit.expect(await codeOf(connection.nwfilterBindingCreateXML('<filter/>'))).toBe('VIR_ERR_XML_ERROR');
        kit.expect(await codeOf(connection.nwfilterBindingCreateXML('<filterbinding'))).toBe('VIR_ERR_XML_DETAIL');
      },
    },
  ],
};
