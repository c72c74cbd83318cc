import { describe, expect, test } from '@jest/globals';
import { isVirtError, type VirtError } from '@virtweave/core-util';
import { attributePosition, elementPath, position, readXml, type XmlElement } from '@virtweave/core-util/xml';

function refusal(input: string | Uint8Array, options = {}): VirtError {
  try {
    readXml(input, options);
  } catch (error) {
    if (isVirtError(error)) return error;
    throw error;
  }
  throw new Error(`accepted: ${String(input).slice(0, 80)}`);
}

describe('what is read', () => {
  test('names, attributes, text, comments, CDATA and white space', () => {
    const head = `<?xml version='1.0' encoding="utf-8"?>\n<!-- a -->\n`;
    const root = readXml(`${head}<a x='1' y = "2"\t>t<b/> <!-- c --><![CDATA[<&>]]></a >\n`);
    expect(root.name).toBe('a');
    expect([...root.attributes]).toEqual([
      ['x', '1'],
      ['y', '2'],
    ]);
    expect(root.children.map((child) => [child.kind, child.kind === 'element' ? child.name : child.value])).toEqual([
      ['text', 't'],
      ['element', 'b'],
      ['text', ' '],
      ['comment', ' c '],
      ['cdata', '<&>'],
    ]);
    expect(root.text).toBe('t <&>');
    expect(root.child('b')?.parent).toBe(root);
    expect(root.elements).toHaveLength(1);
  });

  test.each<[string, string, string]>([
    ['the five entities', '<a>&lt;&gt;&amp;&quot;&apos;</a>', `<>&"'`],
    ['numbers', '<a>&#65;&#x42;&#x1F600;&#10;</a>', 'AB😀\n'],
    ['no reference in what a reference gave', '<a>&amp;lt;&#38;lt;</a>', '&lt;&lt;'],
    ['CR LF and CR as LF', '<a>1\r\n2\r3</a>', '1\n2\n3'],
    ['a CR that was written as a reference', '<a>1&#13;\n</a>', '1\r\n'],
    ['text around a processing instruction', '<a>1<?x y?>2</a>', '12'],
    ['white space as it is', '<a> \t1 </a>', ' \t1 '],
    ['what looks like numbers', '<a>0x10</a>', '0x10'],
    ['what looks like a reference once decoded', '<a>&amp;cent;</a>', '&cent;'],
    ['CDATA without references', '<a><![CDATA[&lt;]]]]><![CDATA[>]]></a>', '&lt;]]>'],
    ['a byte order mark', '\ufeff<a>1</a>', '1'],
  ])('%s', (_what, document, text) => {
    expect(readXml(document).text).toBe(text);
    expect(readXml(Buffer.from(document)).text).toBe(text);
  });

  test('white space in attributes: literal becomes blanks, references stay', () => {
    const root = readXml(`<a t='1\t2\n3\r\n4' r='1&#9;2&#10;3&#xD;4' q="it's > &quot;"/>`);
    expect(root.attr('t')).toBe('1 2 3 4');
    expect(root.attr('r')).toBe('1\t2\n3\r4');
    expect(root.attr('q')).toBe(`it's > "`);
  });

  const names = [
    'constructor', '__proto__', 'prototype', 'toString', 'hasOwnProperty', 'valueOf',
    '_', 'é', 'a.b-c', 'q:x', '𐀀', 'a\ufeffb', '\ufeffb', '\u1680b',
  ]; // prettier-ignore
  test.each(names)(
    'the name %s, for element and attribute',
    (name) => {
      const root = readXml(`<r><${name} ${name}='1'><${name}/>t</${name}></r>`);
      expect(root.child(name)?.name).toBe(name);
      expect(root.child(name)?.attr(name)).toBe('1');
      expect(root.child(name)?.child(name)?.name).toBe(name);
      expect(root.all('absent')).toEqual([]);
      expect(readXml('<r/>').child(name)).toBeUndefined();
      expect(readXml('<r/>').attr(name)).toBeUndefined();
    },
  );

  test('names that libraries use for themselves', () => {
    const root = readXml(`<a><xml/><_text>t</_text><!--c--></a>`);
    expect(root.elements.map((child) => child.name)).toEqual(['xml', '_text']);
  });

  const odd = ["<a b='/'/>", "<a b='>'></a>", "<a b='x/'/>", '<a/ >', '<a b=""/>'];
  test.each(odd)('tags that end oddly: %s', (document) => {
    if (document === '<a/ >') expect(refusal(document).message).toContain('attributes construct error');
    else expect(readXml(document).children).toEqual([]);
  });

  test('positions and paths, computed from offsets', () => {
    const root = readXml(
      `<domain>\r\n  <devices>\n    <disk/>\n` +
        `    <disk\n  type = 'file' device="a 'b' type=1"/>\n</devices></domain>`,
    );
    const devices = root.child('devices') as XmlElement;
    const disk = devices.all('disk')[1] as XmlElement;
    expect(position(root)).toEqual({ line: 1, column: 1 });
    expect(position(disk)).toEqual({ line: 4, column: 5 });
    expect(attributePosition(disk, 'type')).toEqual({ line: 5, column: 3 });
    expect(attributePosition(disk, 'device')).toEqual({ line: 5, column: 17 });
    expect(attributePosition(disk, 'absent')).toEqual({ line: 4, column: 5 });
    expect(elementPath(disk)).toBe('/domain/devices/disk[2]');
    expect(elementPath(devices)).toBe('/domain/devices');
  });
});

/** Document, line and column of the fault, words of the message. */
const refused: readonly [what: string, document: string, where: string, words: string][] = [
  ['nothing', '', '1:1', 'Document is empty'],
  ['white space only', ' \n ', '2:2', 'Document is empty'],
  ['text only', 'abc', '1:1', `Start tag expected`],
  ['comment only', '<!-- a -->', '1:11', 'Document is empty'],
  ['unclosed root', '<a>\n', '2:1', 'Premature end of data in tag a line 1'],
  ['unclosed tag', '<a>\n <b>\n</a>', '3:1', 'Opening and ending tag mismatch: b line 2 and a'],
  ['wrong end tag', '<a></b>', '1:4', 'Opening and ending tag mismatch: a line 1 and b'],
  ['end tag that is longer', '<a></ab>', '1:4', 'mismatch'],
  ['end tag that is shorter', '<ab></a>', '1:5', 'mismatch'],
  ['end tag in other case', '<a></A>', '1:4', 'mismatch'],
  ['end tag alone', '</a>', '1:1', 'without a start tag'],
  ['end tag after the root', '<a/></a>', '1:5', 'without a start tag'],
  ['attribute in an end tag', `<a></a b='1'>`, '1:8', `expected '>'`],
  ['end tag that does not end', '<a></a', '1:7', `expected '>'`],
  ['two roots', '<a/>\n<b/>', '2:1', 'a second root element'],
  ['text after the root', '<a/>\nx', '2:1', 'Extra content at the end of the document'],
  ['text before the root', 'x<a/>', '1:1', 'Start tag expected'],
  ['reference after the root', '<a/>&#32;', '1:5', 'Extra content'],
  ['CDATA outside the root', '<![CDATA[x]]><a/>', '1:1', 'CDATA section outside'],
  ['duplicate attribute', `<a\n b='1' b='1'/>`, '2:8', 'Attribute b redefined'],
  ['duplicate __proto__', `<a __proto__='1' __proto__='1'/>`, '1:18', 'redefined'],
  ['unquoted attribute', '<a b=1/>', '1:6', 'must stand in quotes'],
  ['attribute without value', '<a b/>', '1:5', 'Specification mandates value for attribute b'],
  ['attribute without name', `<a ='1'/>`, '1:4', 'attributes construct error'],
  ['attribute whose quote never ends', `<a b='1/>`, '1:6', 'no closing quote'],
  ['mixed quotes', `<a b='1"/>`, '1:6', 'no closing quote'],
  ['no blank between attributes', `<a b='1'c='2'/>`, '1:9', 'attributes construct error'],
  ['< in an attribute', `<a b='x<y'/>`, '1:8', `Unescaped '<'`],
  ['& in an attribute', `<a b='x & y'/>`, '1:9', 'must be written as &amp;'],
  ['attribute name that begins with a digit', `<a 1='1'/>`, '1:4', 'attributes construct error'],
  ['start tag that does not end', '<a b="1"', '1:9', `Couldn't find end of Start Tag a`],
  ['element without a name', '<>', '1:1', 'invalid element name'],
  ['blank before the name', '< a/>', '1:1', 'invalid element name'],
  ['name that begins with a digit', '<a><1/></a>', '1:4', 'invalid element name'],
  ['name with a forbidden letter', '<a×/>', '1:3', 'attributes construct error'],
  ['lone <', '<a><</a>', '1:4', 'invalid element name'],
  ['lone &', '<a>b & c</a>', '1:6', 'must be written as &amp;'],
  ['reference without ;', '<a>&lt</a>', '1:4', `lacks its ';'`],
  ['unknown entity', '<a>\n&nbsp;</a>', '2:1', `Entity 'nbsp' not defined`],
  ['entity named like a method', '<a>&toString;</a>', '1:4', `Entity 'toString' not defined`],
  ['entity in other case', '<a>&LT;</a>', '1:4', `Entity 'LT' not defined`],
  ['character reference to NUL', '<a>&#0;</a>', '1:4', 'XML forbids'],
  ['character reference to a control character', '<a b="&#x1f;"/>', '1:7', 'XML forbids'],
  ['character reference to a surrogate', '<a>&#xD800;</a>', '1:4', 'XML forbids'],
  ['character reference to U+FFFE', '<a>&#65534;</a>', '1:4', 'XML forbids'],
  ['character reference beyond Unicode', '<a>&#x110000;</a>', '1:4', 'XML forbids'],
  ['character reference with a huge number', `<a>&#${'9'.repeat(40)};</a>`, '1:4', 'XML forbids'],
  ['character reference without digits', '<a>&#;</a>', '1:4', 'invalid character reference'],
  ['character reference with X', '<a>&#X41;</a>', '1:4', 'invalid character reference'],
  ['character reference without ;', '<a>&#65</a>', '1:4', 'invalid character reference'],
  [']]> in text', '<a>x]]>y</a>', '1:5', `Sequence ']]>'`],
  ['CDATA that does not end', '<a><![CDATA[x]]</a>', '1:4', 'CDATA section not finished'],
  ['CDATA in other case', '<a><![cdata[x]]></a>', '1:4', 'invalid element name'],
  ['comment that does not end', '<a><!-- x -</a>', '1:4', 'Comment not terminated'],
  ['-- in a comment', '<a><!-- x -- y --></a>', '1:11', 'Double hyphen'],
  ['comment that ends with --->', '<a><!-- x ---></a>', '1:11', 'Double hyphen'],
  ['short comment', '<a><!--></a>', '1:4', 'Comment not terminated'],
  ['processing instruction that does not end', '<a><?x ></a>', '1:4', 'not terminated'],
  ['processing instruction without a name', '<a><? x?></a>', '1:4', 'without a name'],
  ['processing instruction with a bad name', '<a><?x+y?></a>', '1:7', 'expected a blank'],
  ['late XML declaration', `\n<?xml version='1.0'?><a/>`, '2:1', 'only at the start'],
  ['second XML declaration', `<?xml version='1.0'?><?xml version='1.0'?><a/>`, '1:22', 'only at the start'],
  ['XML declaration in other case', `<?XML version='1.0'?><a/>`, '1:1', 'only at the start'],
  ['XML declaration without version', `<?xml encoding='UTF-8'?><a/>`, '1:1', 'malformed XML declaration'],
  ['XML declaration of version 2', `<?xml version='2.0'?><a/>`, '1:1', 'malformed XML declaration'],
  [
    'XML declaration in the wrong order',
    `<?xml version='1.0' standalone='yes' encoding='UTF-8'?><a/>`,
    '1:1',
    'malformed',
  ],
  [
    'another encoding',
    `<?xml version='1.0' encoding='ISO-8859-1'?><a/>`,
    '1:31',
    `encoding 'ISO-8859-1' is not supported`,
  ],
  ['DOCTYPE', `<!DOCTYPE a><a/>`, '1:1', 'DOCTYPE'],
  ['DOCTYPE in other case', `\n<!doctype html><a/>`, '2:1', 'DOCTYPE'],
  [
    'billion laughs',
    `<?xml version='1.0'?>\n<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>\n<l>&c;</l>`,
    '2:1',
    'DOCTYPE',
  ],
  ['external entity', `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`, '1:1', 'DOCTYPE'],
  ['markup declaration in the root', '<a><!ELEMENT b ANY></a>', '1:4', 'invalid element name'],
  ['NUL', '<a>\n\u0000</a>', '2:1', 'forbidden character U+0000'],
  ['control character', `<a b='\u0007'/>`, '1:7', 'forbidden character U+0007'],
  ['control character in a comment', `<a><!--\u001b--></a>`, '1:8', 'forbidden character U+001B'],
  ['U+FFFF', '<a>\uffff</a>', '1:4', 'forbidden character U+FFFF'],
  ['lone high surrogate', '<a>\ud83d</a>', '1:4', 'lone surrogate U+D83D'],
  ['lone low surrogate', '<a>\ude00</a>', '1:4', 'lone surrogate U+DE00'],
  ['two byte order marks', '\ufeff\ufeff<a/>', '1:1', 'Start tag expected'],
  ['no XML at all', '{"name": "web"}', '1:1', 'Start tag expected'],
];

describe('what is refused', () => {
  test.each(refused)('%s', (_what, document, where, words) => {
    const error = refusal(document, { name: '(domain_definition)' });
    expect(error.code).toBe('VIR_ERR_XML_DETAIL');
    expect(error.domain).toBe('VIR_FROM_XML');
    expect(error.message).toContain(words);
    expect(error.message.slice(0, error.message.indexOf(': '))).toBe(`(domain_definition):${where}`);
    expect(`${error.int1}:${error.int2}`).toBe(where);
    expect(error.message).not.toMatch(/[\n\u0000]/); // eslint-disable-line no-control-regex
  });

  test('libvirt is quoted with the line and a finger that points', () => {
    const words = (document: string): string => refusal(document, { name: 'web.xml' }).libvirtMessage;
    expect(words('<dom\n')).toBe("web.xml:2: Couldn't find end of Start Tag dom line 1\n<dom\n----^");
    expect(words('<a>\n  <b c=1/>\n</a>')).toMatch(/^web\.xml:2: [^\n]*\n {2}<b c=1\/>\n-------\^$/);
    expect(words('')).toMatch(/^web\.xml:1: [^\n]*\n\n\^$/);
    const long = words(`<a>${'x'.repeat(100_000)}&y;`);
    expect(long.length).toBeLessThan(400);
    expect(words('<a>\u0007</a>')).toContain('<a>?</a>');
  });

  test('bytes that are not UTF-8, with their place', () => {
    const bytes = Buffer.concat([Buffer.from('<a>\n\ufffdé'), Buffer.from([0xe9]), Buffer.from('</a>')]);
    expect(refusal(bytes).message).toBe('(document):2:3: Input is not proper UTF-8');
    expect(refusal(Buffer.from('<a/>', 'utf16le')).message).toContain('forbidden character U+0000');
    expect(refusal(Buffer.from('\ufeff<a/>', 'utf16le')).message).toContain('1:1: Input is not proper UTF-8');
    expect(readXml(new Uint8Array(Buffer.from('<a>\ufffd</a>'))).text).toBe('\ufffd');
  });

  test('depth 10,000', () => {
    const deep = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth);
    expect(refusal(deep(10_000)).message).toBe('(document):1:3073: Excessive depth in document: more than 1024 levels');
    expect(refusal('<a>'.repeat(5_000_000)).message).toContain('Excessive depth');
    let depth = 0;
    for (let at: XmlElement | undefined = readXml(deep(1024)); at !== undefined; at = at.child('a')) depth += 1;
    expect(depth).toBe(1024);
    expect(refusal('<a><b><c/></b></a>', { maxDepth: 2 }).message).toContain('1:7: Excessive depth');
  });

  test('100 MB, at once', () => {
    const huge = Buffer.alloc(100_000_000, 0x61);
    const started = cpuTime();
    expect(refusal(huge).message).toBe('(document): the document has 100000000 bytes, the limit is 16777216');
    expect(refusal(huge.toString('latin1')).code).toBe('VIR_ERR_XML_DETAIL');
    expect(cpuTime() - started).toBeLessThan(1000);
    expect(refusal('<a>é</a>', { maxBytes: 8 }).message).toContain('9 bytes');
  });

  test('too many nodes', () => {
    expect(refusal(`<a>${'<b/>'.repeat(10)}</a>`, { maxNodes: 10 }).message).toContain('more than 10 elements');
    expect(refusal(`<a b='1' c='2'>x</a>`, { maxNodes: 3 }).message).toContain('1:16: more than 3');
  });

  test('long names are not repeated in full', () => {
    expect(refusal(`<${'a'.repeat(10_000)}></b>`).message.length).toBeLessThan(200);
  });
});

/** Milliseconds of the processor: a machine that is busy with other things interrupts long work more than short. */
function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Documents in which a careless reader searches to the end again and again. */
const growing: readonly [string, (count: number) => string][] = [
  ['disks', (count) => `<d>${`<disk type='file'>\n<source file="/a/b"/>\n</disk>\n`.repeat(count)}</d>`],
  ['one line', (count) => `<d>${`<disk type='file'>x</disk>`.repeat(count)}</d>`],
  ['CDATA', (count) => `<d>${`x<![CDATA[y]]>`.repeat(count)}</d>`],
  ['references', (count) => `<d>${`x&amp;<a b='&lt;'/>`.repeat(count)}</d>`],
  ['attributes', (count) => `<d ${Array.from({ length: count }, (_v, i) => `a${i}='1'`).join(' ')}/>`],
  ['comments', (count) => `<d>${`x<!-- & ]] -->`.repeat(count)}&amp;</d>`],
  ['instructions', (count) => `<d>${`x<?a b?>`.repeat(count)}</d>`],
];

test.each(growing)('linear time: %s', (_what, make) => {
  const time = (count: number): number => {
    const document = make(count);
    let best = Infinity;
    for (let round = 0; round < 3; round += 1) {
      const started = cpuTime();
      readXml(document);
      best = Math.min(best, cpuTime() - started);
    }
    return best;
  };
  time(1);
  time(1000);
  // 16 times the document may take 16 times as long, 256 times would be quadratic.
  const small = Math.max(time(1000), 0.5);
  expect(time(16_000)).toBeLessThan(90 * small);
});
