import { describe, expect, test } from '@jest/globals';
import { XmlElement, XmlWriter, escapeXml } from '@virtweave/core-util/xml';

describe('XmlWriter', () => {
  test('nests with two blanks, single quotes, empty elements and leaves', () => {
    const w = new XmlWriter();
    w.open('domain').attr('type', 'qemu').attr('id', '1').leaf('name', 'web');
    w.open('devices').open('emulator').text('/usr/bin/qemu').close().open('readonly').close().close().close();
    expect(w.toString()).toBe(`<domain type='qemu' id='1'>
  <name>web</name>
  <devices>
    <emulator>/usr/bin/qemu</emulator>
    <readonly/>
  </devices>
</domain>
`);
  });

  test('writes an empty element as a pair on two lines when asked', () => {
    expect(new XmlWriter().open('d').open('devices').close(true).close().toString()).toBe(
      '<d>\n  <devices>\n  </devices>\n</d>\n',
    );
    expect(new XmlWriter().open('devices').leaf('a', 'b').close(true).toString()).toBe(
      '<devices>\n  <a>b</a>\n</devices>\n',
    );
  });

  test('writes empty text as a start and an end tag', () => {
    expect(new XmlWriter().leaf('a', '').open('b').text('').close().toString()).toBe('<a></a>\n<b></b>\n');
  });

  test('begins at a given indentation and counts its depth', () => {
    const w = new XmlWriter(4);
    expect(w.depth).toBe(0);
    w.open('a').open('b');
    expect(w.depth).toBe(2);
    w.close().close();
    expect(w.toString()).toBe('    <a>\n      <b/>\n    </a>\n');
  });

  test('takes raw lines and begins a new line after text', () => {
    expect(new XmlWriter().open('a').raw('  <x/>\n').close().toString()).toBe('<a>\n  <x/>\n</a>\n');
    expect(new XmlWriter().open('a').text('t').open('b').close().close().toString()).toBe('<a>t\n  <b/>\n</a>\n');
  });

  test('escapes text and attributes alike', () => {
    const w = new XmlWriter().open('a').attr('v', `<&>'"`).text(`<&>'"`).close();
    expect(w.toString()).toBe(`<a v='&lt;&amp;&gt;&apos;&quot;'>&lt;&amp;&gt;&apos;&quot;</a>\n`);
    expect(escapeXml('a\u0000b\u0007c\td\ne\rf\u001fé😀')).toBe('abc\td\ne\rfé😀');
  });

  test.each<[string, (w: XmlWriter) => void]>([
    ['attribute outside a start tag', (w) => w.open('a').text('').attr('b', 'c')],
    ['text outside an element', (w) => w.text('a')],
    ['close without open', (w) => w.close()],
  ])('refuses %s', (_what, misuse) => {
    expect(() => misuse(new XmlWriter())).toThrow(/^internal error: XmlWriter: /);
  });

  test('writes foreign XML at its own depth', () => {
    const foreign = new XmlElement('metadata', new Map(), [
      new XmlElement('a:b', new Map([['k', `it's`], ['xmlns:a', 'urn:a']]), [{ kind: 'text', value: 'x' }]),
    ]);
    expect(new XmlWriter().open('domain').foreign(foreign).leaf('z', '').close().toString()).toBe(`<domain>
  <metadata>
    <a:b xmlns:a="urn:a" k="it's">x</a:b>
  </metadata>
  <z></z>
</domain>
`);
  });
});

test('an optional element is written only when something goes into it', () => {
  const w = new XmlWriter();
  w.open('disk').openOptional('driver').openOptional('iothreads').close().close();
  w.openOptional('source').attr('file', '/a').close().close();
  expect(w.toString()).toBe("<disk>\n  <source file='/a'/>\n</disk>\n");
});
