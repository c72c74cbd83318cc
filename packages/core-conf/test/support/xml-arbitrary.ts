import fc from 'fast-check';
import { readXml, type XmlElement } from '@virtweave/core-util/xml';

/** A foreign element in a namespace of its own. */
export const xmlElement: fc.Arbitrary<XmlElement> = fc
  .record({ name: fc.constantFrom('a', 'note', 'x'), value: fc.constantFrom('', '1', 'ü'), text: fc.constantFrom('', 't', 'a &lt; b') })
  .map(({ name, value, text }) => readXml(`<p:${name} xmlns:p="urn:p" v="${value}">${text}</p:${name}>`));
