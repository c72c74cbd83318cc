import { expect, test } from '@jest/globals';
import type { XmlElement} from '@virtweave/core-util/xml';
import { foreignXml, readXml, XmlWriter } from '@virtweave/core-util/xml';

/** Input, and what libxml2 2.9.14 makes of it (`xmllint --format`). */
const cases: readonly [what: string, input: string, output: string][] = [
  ['quotes', `<a b='it"s' c="it's"/>`, `<a b="it&quot;s" c="it's"/>`],
  [
    'xmlns first',
    `<p:a b='1' xmlns:p='urn:p' p:c='2' xmlns='urn:d'/>`,
    `<p:a xmlns:p="urn:p" xmlns="urn:d" b="1" p:c="2"/>`,
  ],
  ['pairs', `<a><b></b></a>`, `<a>\n  <b/>\n</a>`],
  ['indentation', `<a>\n      <b>1</b><c><d/></c>\n</a>`, `<a>\n  <b>1</b>\n  <c>\n    <d/>\n  </c>\n</a>`],
  ['comments', `<a><!-- 1 --><b/>  <!--2--></a>`, `<a>\n  <!-- 1 -->\n  <b/>\n  <!--2-->\n</a>`],
  ['mixed content', `<a> t <b> <c/> </b> <d/> </a>`, `<a> t <b><c/></b> <d/> </a>`],
  ['lone white space', `<a><b>  </b></a>`, `<a>\n  <b>  </b>\n</a>`],
  ['xml:space', `<a><b xml:space='preserve'> <c/> </b></a>`, `<a>\n  <b xml:space="preserve"> <c/> </b>\n</a>`],
  ['CDATA', `<a>\n<![CDATA[<&>]]>\n</a>`, `<a><![CDATA[<&>]]></a>`],
  ['CDATA in pieces', `<a><![CDATA[]]]]><![CDATA[>]]></a>`, `<a><![CDATA[]]]]><![CDATA[>]]></a>`],
  ['references in text', `<a>&lt;&gt;&amp;"'é</a>`, `<a>&lt;&gt;&amp;"'é</a>`],
  ['references in attributes', `<a b='&#10;&#9;&lt;&gt;&amp;'/>`, `<a b="&#10;&#9;&lt;&gt;&amp;"/>`],
];

test.each(cases)('%s', (_what, input, output) => {
  expect(foreignXml(readXml(input))).toBe(output);
  expect(foreignXml(readXml(output))).toBe(output);
});

test('a CR survives in text and attributes', () => {
  const again = readXml(foreignXml(readXml('<a b="&#13;">&#13;</a>')));
  expect([again.attr('b'), again.text]).toEqual(['\r', '\r']);
});

test('prefixes and default namespaces that are declared outside are declared again', () => {
  const inner = `<m><p:a q:b='1'/><c xmlns:p='urn:2'><p:d/></c></m>`;
  const root = readXml(`<r xmlns='urn:d' xmlns:p='urn:1' xmlns:q='urn:q'>${inner}</r>`);
  expect(foreignXml(root.child('m') as XmlElement)).toBe(
    `<m xmlns="urn:d" xmlns:p="urn:1" xmlns:q="urn:q">
  <p:a q:b="1"/>
  <c xmlns:p="urn:2">
    <p:d/>
  </c>
</m>`,
  );
  const plain = readXml(`<r xmlns:p='urn:1'><m a='1'/></r>`);
  expect(foreignXml(plain.child('m') as XmlElement)).toBe('<m a="1"/>');
});

test('metadata of a domain stays what it was, at its place', () => {
  const metadata = [
    '  <metadata>',
    '    <app:a xmlns:app="http://example.org/a" k="v">text</app:a>',
    '    <b xmlns="http://example.org/b"/>',
    '  </metadata>',
    '',
  ].join('\n');
  const domain = readXml(`<domain>\n${metadata}</domain>`);
  const written = new XmlWriter().open('domain').foreign(domain.child('metadata') as XmlElement).close().toString();
  expect(written).toBe(`<domain>\n${metadata}</domain>\n`);
});
