import { codeOf } from '../expect.ts';
import type { SuiteGroup, SuiteTest } from '../group.ts';

/** Documents that are not well-formed: what must be done to a good one. */
const illFormed: readonly (readonly [string, (xml: string) => string])[] = [
  ['nothing', () => ''],
  ['no XML', () => 'a guest, please'],
  ['an element that is not closed', (xml) => xml.replace('</name>', '')],
  ['two roots', (xml) => `${xml.trim()}${xml.trim()}`],
  ['an attribute twice', (xml) => xml.replace('<domain ', "<domain a='1' a='2' ")],
  ['an attribute without quotes', (xml) => xml.replace('<domain ', '<domain a=1 ')],
  ['an unknown entity', (xml) => xml.replace('</name>', '&x;</name>')],
  ['a document type', (xml) => `<!DOCTYPE domain [<!ENTITY x "y">]>${xml}`],
  ['a control character', (xml) => xml.replace('</name>', '\u0001</name>')],
  ['ten thousand levels', (xml) => xml.replace('</name>', `</name>${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}`)],
];

/** Documents that are well-formed and wrong. */
const wrong: readonly (readonly [string, (xml: string) => string])[] = [
  ['another root', (xml) => xml.replace(/<domain\b/, '<network').replace('</domain>', '</network>')],
  ['an unknown kind of hypervisor', (xml) => xml.replace(/<domain type=(['"]).*?\1/, "<domain type='abacus'")],
  ['no name', (xml) => xml.replace(/<name>.*?<\/name>/, '')],
  ['negative memory', (xml) => xml.replace(/(<memory[^>]*>)\s*\d+/, '$1-1')],
  ['memory beyond all bounds', (xml) => xml.replace(/(<memory[^>]*>)\s*\d+/, '$199999999999999999999999')],
  ['memory in an unknown unit', (xml) => xml.replace(/<memory[^>]*>/, "<memory unit='bushel'>")],
  ['a UUID that is none', (xml) => xml.replace(/<uuid>.*?<\/uuid>/, '<uuid>guest</uuid>')],
  ['a name with a slash', (xml) => xml.replace(/<name>.*?<\/name>/, '<name>../guest</name>')],
];

/** Codes that tell a user that the document is wrong. */
const documentCodes: readonly string[] = [
  'VIR_ERR_XML_ERROR',
  'VIR_ERR_XML_DETAIL',
  'VIR_ERR_XML_INVALID_SCHEMA',
  'VIR_ERR_CONFIG_UNSUPPORTED',
  'VIR_ERR_INVALID_ARG',
  'VIR_ERR_OVERFLOW',
  'VIR_ERR_NO_NAME',
  'VIR_ERR_INTERNAL_ERROR', // libvirt's code for a malformed UUID
];

function refused([what, spoil]: readonly [string, (xml: string) => string]): SuiteTest {
  return {
    name: `${what}: refused`,
    needs: ['domainDefineXMLFlags', 'connectListAllDomains'],
    async run(kit) {
      const connection = await kit.connect();
      const code = await codeOf(connection.defineXML(spoil(kit.sample())));
      kit.expect(documentCodes.includes(code) ? '' : code).toBe('');
      kit.expect(await connection.listAllDomains()).toEqual([]);
    },
  };
}

/** What is wrong with a document is told, and nothing is left of it. */
export const documents: SuiteGroup = {
  name: 'documents',
  tests: [
    ...illFormed.map(refused),
    ...wrong.map(refused),
    {
      name: 'a document of a guest that would run is refused as one that would be defined',
      needs: ['domainCreateXML', 'connectListAllDomains'],
      async run(kit) {
        const connection = await kit.connect();
        const code = await codeOf(connection.createXML(kit.sample().replace('</name>', '')));
        kit.expect(['VIR_ERR_XML_DETAIL', 'VIR_ERR_XML_ERROR'].includes(code)).toBe(true);
        kit.expect(await connection.listAllDomains()).toEqual([]);
      },
    },
    {
      name: 'unknown elements pass, unless validation is asked for',
      needs: ['domainDefineXMLFlags', 'connectListAllDomains', 'domainUndefineFlags'],
      async run(kit) {
        const connection = await kit.connect();
        const xml = kit.sample().replace('</name>', '</name><colour>green</colour>');
        kit.expect(await codeOf(connection.defineXML(xml, { validate: true }))).toBe('VIR_ERR_XML_INVALID_SCHEMA');
        kit.expect(await connection.listAllDomains()).toEqual([]);
        await connection.defineXML(xml);
        await connection.defineXML(kit.sample(), { validate: true });
      },
    },
    {
      name: 'a name may hold blanks, quotes, ampersands and letters of all scripts',
      needs: ['domainDefineXMLFlags', 'domainLookupByName', 'domainGetXMLDesc'],
      async run(kit) {
        const connection = await kit.connect();
        const name = `Größe "S" & 'M' <été> 日本 $(true) ..`;
        const written = name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        const domain = await connection.defineXML(kit.sample().replace(/<name>.*?<\/name>/, () => `<name>${written}</name>`));
        kit.expect(domain.name).toBe(name);
        kit.expect((await connection.lookupByName(name)).uuid).toBe(domain.uuid);
      },
    },
  ],
};
