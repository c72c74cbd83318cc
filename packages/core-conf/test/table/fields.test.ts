import { describe, expect, test } from '@jest/globals';
import { child, childOr, childRequired, list, some, union, unionChild, unionList, within } from '../../src/table/child.ts';
import { oneOf, refusing, str, uint } from '../../src/table/codec.ts';
import {
  attr, attrOr, attrRequired, flag, leading, leaf, leafOr, leafRequired, leaves, live, properties, property, propertyOr, secret,
  text, textRequired,
} from '../../src/table/field.ts';
import { table, type Table } from '../../src/table/table.ts';
import { failure, read, write } from '../support/documents.ts';

interface Inner { a?: string }
const inner: Table<Inner> = table<Inner>({ a: attr('a', str) });

describe('attributes', () => {
  const t = table<{ size?: number; mode: string; name: string }>({
    size: attr('size', uint, { omit: 0 }),
    mode: attrOr('mode', oneOf('fast', 'slow'), 'slow'),
    name: attrRequired('name', str),
  });

  test('absent, default, required', () => {
    expect(read(t, `<x name='n'/>`)).toEqual({ mode: 'slow', name: 'n' });
    expect(read(t, `<x name='' mode='fast' size='3'/>`)).toEqual({ size: 3, mode: 'fast', name: '' });
    expect(failure(() => read(t, '<x/>')).detail).toBe(`Missing required attribute 'name' in element 'x'`);
  });

  test('a wrong value is told in libvirt\'s words, with its place', () => {
    const error = failure(() => read(t, `<x\n  name='n' size='-1'/>`));
    expect(error.code).toBe('VIR_ERR_XML_ERROR');
    expect(error.detail).toBe(`Invalid value for attribute 'size' in element 'x': '-1'. Expected non-negative integer value`);
    expect(error.place).toMatchObject({ path: '/x/@size', line: 2, column: 12 });
    expect(failure(() => read(t, `<x name='n' mode='no'/>`)).detail).toBe(`Invalid value for attribute 'mode' in element 'x': 'no'.`);
  });

  test('are written in the order of the table, but for omitted values', () => {
    expect(write(t, { name: 'n', mode: 'fast', size: 0 })).toBe(`<x mode='fast' name='n'/>\n`);
    expect(write(t, { name: `<'&`, mode: 'slow', size: 1 })).toBe(`<x size='1' mode='slow' name='&lt;&apos;&amp;'/>\n`);
  });

  test('undefined is not written', () => expect(write(inner, { a: undefined } as unknown as Inner)).toBe('<x/>\n'));

  test('keys that are no fields are left alone', () => expect(write(inner, { a: '1', b: 2 } as Inner)).toBe(`<x a='1'/>\n`));
});

describe('text', () => {
  test('of the element itself', () => {
    const t = table<{ value?: string }>({ value: text(str) });
    expect(read(t, '<x> a </x>')).toEqual({ value: 'a' });
    expect(read(t, '<x/>')).toEqual({});
    expect(read(table<{ value?: string }>({ value: text(str, { verbatim: true }) }), '<x> a </x>')).toEqual({ value: ' a ' });
    expect(write(t, { value: 'a<b' })).toBe('<x>a&lt;b</x>\n');
    expect(failure(() => read(table<{ n?: number }>({ n: text(uint) }), '<x>?</x>')).detail).toBe(`Invalid value for element 'x': '?'.`);
    expect(failure(() => read(table<{ value: string }>({ value: textRequired(str) }), '<x/>')).detail).toBe(`Missing content of element 'x'`);
  });

  test('of children', () => {
    const t = table<{ one?: string; two: string; many: string[] }>({
      one: leaf('one', str, { omit: 'default' }),
      two: leafOr('two', str, '2'),
      many: leaves('many', str),
    });
    expect(read(t, '<x><many>a</many><one>1</one><many/><many>b</many><one>ignored</one></x>')).toEqual({ one: '1', two: '2', many: ['a', 'b'] });
    expect(write(t, { one: 'default', two: 't', many: ['a', 'b'] })).toBe('<x>\n  <two>t</two>\n  <many>a</many>\n  <many>b</many>\n</x>\n');
    const must = table<{ name: string }>({ name: leafRequired('name', str) });
    expect(failure(() => read(must, '<x/>')).detail).toBe(`missing element 'name' in element 'x'`);
    const named = table<{ name: string }>({ name: leafRequired('name', str, { code: 'VIR_ERR_NO_NAME' }) });
    expect(failure(() => read(named, '<x><name/></x>')).code).toBe('VIR_ERR_NO_NAME');
  });

  test('a codec may have words of its own', () => {
    const t = table<{ n?: number }>({ n: leaf('n', refusing(uint, (word) => ({ code: 'VIR_ERR_CONFIG_UNSUPPORTED', detail: `no number: ${word}` }))) });
    const error = failure(() => read(t, '<x><n>?</n></x>'));
    expect([error.code, error.detail, error.place?.path]).toEqual(['VIR_ERR_CONFIG_UNSUPPORTED', 'no number: ?', '/x/n']);
  });
});

describe('elements that carry one thing', () => {
  const t = table<{ on?: true; state?: string; mode: string; ids: number[] }>({
    on: flag('on'),
    state: property('state', 'value', str),
    mode: propertyOr('mode', 'name', str, 'auto'),
    ids: properties('id', 'n', uint),
  });

  test('read and written', () => {
    const xml = `<x>\n  <on/>\n  <state value='s'/>\n  <mode name='m'/>\n  <id n='1'/>\n  <id n='2'/>\n</x>\n`;
    expect(read(t, xml)).toEqual({ on: true, state: 's', mode: 'm', ids: [1, 2] });
    expect(write(t, read(t, xml))).toBe(xml);
    expect(read(t, '<x/>')).toEqual({ mode: 'auto', ids: [] });
    expect(failure(() => read(t, '<x><id/></x>')).detail).toBe(`Missing required attribute 'n' in element 'id'`);
  });
});

describe('children', () => {
  const t = table<{ opt?: Inner; kept?: Inner; pair?: Inner; or: Inner; all: Inner[]; few?: Inner[]; deep?: string }>({
    opt: child('opt', inner),
    kept: child('kept', () => inner, { empty: 'keep' }),
    pair: child('pair', inner, { empty: 'pair' }),
    or: childOr('or', inner),
    all: list('all', inner),
    few: some('few', inner),
    deep: within('deep', leaf('word', str)),
  });

  test('absent ones', () => expect(read(t, '<x/>')).toEqual({ or: {}, all: [] }));

  test('an empty one is left out, kept, or written as a pair', () => {
    expect(write(t, { opt: {}, kept: {}, pair: {}, or: {}, all: [] })).toBe('<x>\n  <kept/>\n  <pair>\n  </pair>\n</x>\n');
    expect(write(t, { or: {}, all: [{}], few: [] })).toBe('<x>\n  <all/>\n</x>\n');
  });

  test('round trip', () => {
    const xml = `<x>\n  <opt a='1'/>\n  <or a='2'/>\n  <all a='3'/>\n  <all a='4'/>\n  <few a='5'/>\n  <deep>\n    <word>w</word>\n  </deep>\n</x>\n`;
    expect(write(t, read(t, xml))).toBe(xml);
  });

  test('the order of the document and of the object do not matter', () => {
    const value = read(t, `<x><few a='5'/><or a='2'/><opt a='1'/></x>`);
    expect(Object.keys(value)).toEqual(['opt', 'or', 'all', 'few']);
    expect(write(t, { few: [{ a: '5' }], all: [], or: { a: '2' }, opt: { a: '1' } })).toBe(write(t, value));
  });

  test('required', () => {
    const must = table<{ inner: Inner }>({ inner: childRequired('inner', inner) });
    expect(read(must, `<x><inner/></x>`)).toEqual({ inner: {} });
    expect(write(must, { inner: {} })).toBe('<x>\n  <inner/>\n</x>\n');
    const error = failure(() => read(must, `<x>\n</x>`));
    expect([error.detail, error.place?.path]).toEqual([`missing element 'inner' in element 'x'`, '/x']);
  });

  test('a required field one element deeper reads its defaults where the element is absent', () => {
    const deep = table<{ mode: string }>({ mode: within('deep', leafOr('mode', str, 'm')) });
    expect(read(deep, '<x/>')).toEqual({ mode: 'm' });
    expect(read(deep, '<x><deep/></x>')).toEqual({ mode: 'm' });
  });
});

type Source = { type: 'file'; file?: string } | { type: 'net'; host: string; port?: number };
const cases = { file: { file: attr('file', str) }, net: { host: attrRequired('host', str), port: attr('port', uint) } };

describe('unions', () => {
  test('in the element itself', () => {
    const t = table<{ id?: string; source: Source }>({ id: attr('id', str), source: union<Source>('type', cases, { fallback: 'file' }) });
    expect(read(t, `<x type='net' host='h' port='1' id='i'/>`)).toEqual({ id: 'i', source: { type: 'net', host: 'h', port: 1 } });
    expect(read(t, `<x/>`)).toEqual({ source: { type: 'file' } });
    // The attribute that says which leads the start tag.
    expect(write(t, { id: 'i', source: { type: 'net', host: 'h' } })).toBe(`<x type='net' host='h' id='i'/>\n`);
    const error = failure(() => read(t, `<x type='tape'/>`));
    expect(error.detail).toBe(`Invalid value for attribute 'type' in element 'x': 'tape'.`);
  });

  test('with a body', () => {
    const t = table<{ source: Source; id?: string }>({
      source: union<Source>('type', cases, { body: 'source' }),
      id: attr('id', str),
    });
    expect(read(t, `<x type='file'><source file='f'/></x>`)).toEqual({ source: { type: 'file', file: 'f' } });
    expect(read(t, `<x type='file'/>`)).toEqual({ source: { type: 'file' } });
    expect(write(t, { id: 'i', source: { type: 'file', file: 'f' } })).toBe(`<x type='file' id='i'>\n  <source file='f'/>\n</x>\n`);
    expect(failure(() => read(t, '<x/>')).detail).toBe(`Missing required attribute 'type' in element 'x'`);
  });

  test('as a child, and as a list', () => {
    const t = table<{ one?: Source; all: Source[] }>({
      one: unionChild<Source>('one', 'type', cases),
      all: unionList('all', union<Source>('type', cases)),
    });
    const xml = `<x>\n  <one type='net' host='h'/>\n  <all type='file' file='f'/>\n  <all type='net' host='g' port='2'/>\n</x>\n`;
    expect(write(t, read(t, xml))).toBe(xml);
    expect(read(t, '<x/>')).toEqual({ all: [] });
  });
});

describe('what is not always read or written', () => {
  const t = table<{ id?: number; word?: string; first?: string }>({
    id: live(attr('id', uint)),
    word: secret(leaf('word', str)),
    first: leading(attr('first', str)),
  });
  const xml = `<x first='1' id='7'>\n  <word>geheim</word>\n</x>\n`;

  test('live things belong to running objects', () => {
    expect(read(t, xml)).toEqual({ id: 7, word: 'geheim', first: '1' });
    expect(read(t, xml, { inactive: true })).toEqual({ word: 'geheim', first: '1' });
    expect(write(t, { id: 7 })).toBe(`<x id='7'/>\n`);
    expect(write(t, { id: 7 }, { inactive: true })).toBe('<x/>\n');
  });

  test('secrets are written when asked for', () => {
    expect(write(t, { id: 7, word: 'geheim', first: '1' }, { secure: true })).toBe(xml);
    expect(write(t, { word: 'geheim' })).toBe('<x/>\n');
  });
});

test('a derived field is asked even where its names are absent', () => {
  const twice = { ...attr('twice', uint), derived: true, read: (e: { attr(name: string): string | undefined }) => 2 * Number(e.attr('n') ?? 0) };
  expect(read(table<{ n?: number; twice?: number }>({ n: attr('n', uint), twice }), `<x n='4'/>`)).toEqual({ n: 4, twice: 8 });
});

test('an object of a type that the union does not have is refused when written', () => {
  const t = table<{ source: Source }>({ source: union<Source>('type', cases) });
  const error = failure(() => write(t, { source: { type: 'tape' } as unknown as Source }));
  expect([error.code, error.detail]).toEqual(['VIR_ERR_INVALID_ARG', `'tape' is none of the types file, net`]);
});
