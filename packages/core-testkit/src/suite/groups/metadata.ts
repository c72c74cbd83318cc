import { codeOf } from '../expect.ts';
import type { SuiteGroup } from '../group.ts';

const needs = ['domainDefineXMLFlags', 'domainGetMetadata', 'domainSetMetadata'] as const;
const uri = 'https://example.org/inventory';

/** Titles, descriptions, and what other programs keep with a guest. */
export const metadata: SuiteGroup = {
  name: 'metadata',
  tests: [
    {
      name: 'titles and descriptions are set, changed and removed',
      needs: [...needs, 'domainGetXMLDesc'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        kit.expect([await domain.title(), await domain.description()]).toEqual([undefined, undefined]);
        await domain.setTitle('Web & mail <1>');
        await domain.setDescription('two\nlines');
        kit.expect([await domain.title(), await domain.description()]).toEqual(['Web & mail <1>', 'two\nlines']);
        kit.expect((await domain.xml()).includes('<title>Web &amp; mail &lt;1&gt;</title>')).toBe(true);
        await domain.setTitle('Web');
        kit.expect(await domain.title()).toBe('Web');
        await domain.setTitle(undefined);
        await domain.setDescription('');
        kit.expect([await domain.title(), await domain.description()]).toEqual([undefined, undefined]);
      },
    },
    {
      name: 'a title has one line',
      needs,
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        kit.expect(await codeOf(domain.setTitle('two\nlines'))).toBe('VIR_ERR_INVALID_ARG');
        kit.expect(await domain.title()).toBe(undefined);
      },
    },
    {
      name: 'elements are kept by namespace and given back as they were',
      needs: [...needs, 'domainGetXMLDesc'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        const other = 'https://example.org/other';
        await domain.setMetadata('element', "<place room='5'><row>b</row></place>", { key: 'inv', uri });
        await domain.setMetadata('element', '<x/>', { key: 'o', uri: other });
        kit.expect(await domain.metadata('element', uri)).toBe('<place room="5">\n  <row>b</row>\n</place>');
        kit.expect((await domain.xml()).includes(`<inv:place xmlns:inv="${uri}" room="5">`)).toBe(true);
        await domain.setMetadata('element', '<place/>', { key: 'inv', uri });
        kit.expect(await domain.metadata('element', uri)).toBe('<place/>');
        await domain.setMetadata('element', undefined, { uri });
        kit.expect(await domain.metadata('element', uri)).toBe(undefined);
        kit.expect(await domain.metadata('element', other)).toBe('<x/>');
      },
    },
    {
      name: 'an element that is not well-formed changes nothing',
      needs,
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        await domain.setMetadata('element', '<place/>', { key: 'inv', uri });
        for (const xml of ['<place', '<a/><b/>', 'text'])
          kit.expect(await codeOf(domain.setMetadata('element', xml, { key: 'inv', uri }))).toBe('VIR_ERR_XML_DETAIL');
        kit.expect(await domain.metadata('element', uri)).toBe('<place/>');
      },
    },
    {
      name: 'the running guest and its definition have titles of their own',
      needs: [...needs, 'domainCreateWithFlags', 'domainDestroyFlags'],
      async run(kit) {
        const domain = await kit.define(await kit.connect());
        kit.expect(await codeOf(domain.setTitle('x', { live: true }))).toBe('VIR_ERR_OPERATION_INVALID');
        await domain.start();
        await domain.setTitle('now', { live: true });
        await domain.setTitle('later', { config: true });
        kit.expect([await domain.title(), await domain.title({ config: true })]).toEqual(['now', 'later']);
        await domain.setTitle('both', { live: true, config: true });
        kit.expect([await domain.title({ live: true }), await domain.title({ config: true })]).toEqual(['both', 'both']);
        await domain.setTitle('now', { live: true });
        await domain.destroy();
        kit.expect(await domain.title()).toBe('both');
      },
    },
    {
      name: 'a transient guest has no definition to change',
      needs: [...needs, 'domainCreateXML'],
      async run(kit) {
        const domain = await (await kit.connect()).createXML(kit.sample());
        kit.expect(await codeOf(domain.setTitle('x', { config: true }))).toBe('VIR_ERR_OPERATION_INVALID');
        await domain.setTitle('x');
        kit.expect(await domain.title()).toBe('x');
      },
    },
  ],
};
