import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatParams, formatUri, parseUri, splitScheme, uriParam, VirtError } from '../src/index.ts';

function errorOf(run: () => unknown): VirtError {
  try {
    run();
  } catch (error) {
    if (error instanceof VirtError) return error;
  }
  throw new Error('no VirtError was thrown');
}

describe('parseUri', () => {
  test('all parts', () => {
    expect(parseUri('qemu+ssh://ro%40ot:pw@host.example:2222/sys%20tem?keyfile=/a/b&no_verify=1#part')).toEqual({
      scheme: 'qemu+ssh',
      user: 'ro@ot:pw',
      server: 'host.example',
      port: 2222,
      path: '/sys tem',
      query: 'keyfile=/a/b&no_verify=1',
      fragment: 'part',
      params: [
        { name: 'keyfile', value: '/a/b' },
        { name: 'no_verify', value: '1' },
      ],
    });
  });

  test.each([
    ['qemu:///system', undefined, '/system'],
    ['test:/default', undefined, '/default'],
    ['test:foo', undefined, 'foo'],
    ['test://', undefined, undefined],
    ['test:', undefined, undefined],
    ['test:////x', undefined, '//x'],
    ['test://h//x', 'h', '//x'],
    ['test://[fe80::1%25eth0]/x', 'fe80::1%eth0', '/x'],
    ['TEST://H/', 'H', '/'],
    ['test://:5/x', undefined, '/x'],
  ])('%s: server %s, path %s', (text, server, path) => {
    expect(parseUri(text)).toMatchObject({ server, path, port: 0 });
  });

  test('parameters keep their order and repetitions; empty sections and nameless values are dropped', () => {
    const { params } = parseUri('test:///x?b=2&a&&a=1&=lost&c=x%26y=z&%41=%C3%A9');
    expect(params.map(({ name, value }) => [name, value])).toEqual([
      ['b', '2'],
      ['a', ''],
      ['a', '1'],
      ['c', 'x&y=z'],
      ['A', 'é'],
    ]);
  });

  test('a semicolon separates only behind the last ampersand', () => {
    expect(parseUri('test:///x?a=1;b=2').params).toHaveLength(2);
    expect(parseUri('test:///x?a=1;b=2&c=3').params).toEqual([
      { name: 'a', value: '1;b=2' },
      { name: 'c', value: '3' },
    ]);
  });

  test('bytes that are no UTF-8 stay encoded', () => {
    expect(parseUri('test:///a%ffb').path).toBe('/a%ffb');
  });

  test.each([
    ['test:///a b', "' ' must be written %20"],
    ['test:///mü', "'ü' must be written %C3%BC"],
    ['test:///x?a%zz=1', ''],
    ['test:///a[b]', ''],
    ['test://h:/x', ''],
    ['test://h:70000/', 'port 70000'],
    ['test://a:b:c/', ''],
    ['test://[::1', ''],
    ['test:///a%00b', 'NUL'],
    ['1test:///', ''],
    ['://x', ''],
    ['test://h/a#b#c', ''],
  ])('%s is refused', (text, why) => {
    const error = errorOf(() => parseUri(text));
    expect(error.code).toBe('VIR_ERR_INVALID_ARG');
    expect(error.message).toContain(`Unable to parse URI ${text}`);
    expect(error.message).toContain(why);
  });

  test.each(['', 'system', '/system', 'h/x'])('%j has no driver name', (text) => {
    const error = errorOf(() => parseUri(text));
    expect(error.code).toBe('VIR_ERR_NO_CONNECT');
    expect(error.message).toBe(`no connection driver available for URI '${text}' does not include a driver name`);
  });

  test('hostile text is judged in linear time', () => {
    const start = process.cpuUsage();
    for (const filler of ['a', '%41', 'a=b&', ':', '@', '/', ';']) {
      for (const head of ['test:', 'test://', 'test:///?']) {
        try {
          parseUri(`${head}${filler.repeat(50_000)} `);
        } catch {
          // refused, as it should be
        }
      }
    }
    expect(process.cpuUsage(start).user).toBeLessThan(2_000_000);
  });
});

describe('formatUri', () => {
  test.each([
    'qemu:///system',
    'qemu+ssh://root@host/system?keyfile=/a/b&no_verify=1',
    'test://[::1]:16509/x',
    'test:///a%20b?',
    'test:///x#A%20[1]',
    'test:///a%3Ab',
    'test:foo',
    'test://u%40b:pw@h/x',
    'test://[fe80::1%25eth0]/x',
  ])('%s comes out as it went in', (text) => {
    expect(formatUri(parseUri(text))).toBe(text);
  });

  test('a path of its own root gets an empty authority', () => {
    expect(formatUri(parseUri('test:/default'))).toBe('test:///default');
  });

  test('built by hand', () => {
    const params = [{ name: 'socket', value: '/run/a b&c' }];
    expect(formatUri({ scheme: 'qemu+unix', path: '/system', params })).toBe(
      'qemu+unix:///system?socket=%2Frun%2Fa%20b%26c',
    );
    expect(formatParams([])).toBeUndefined();
  });

  test('any parts survive', () => {
    const part = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\0'));
    const params = fc.array(fc.record({ name: part, value: fc.option(part, { nil: '' }) }), { minLength: 1 });
    fc.assert(
      fc.property(part, part, params, fc.integer({ min: 0, max: 65535 }), (user, path, list, port) => {
        const uri = { scheme: 'a+b', user, server: 'h', port, path: `/${path}`, params: list };
        expect(parseUri(formatUri(uri))).toMatchObject(uri);
      }),
    );
  });
});

test('scheme and parameters', () => {
  expect(splitScheme('qemu+ssh')).toEqual({ driver: 'qemu', transport: 'ssh' });
  expect(splitScheme('test')).toEqual({ driver: 'test', transport: undefined });
  const uri = parseUri('a:///?x=1&x=2');
  expect(uriParam(uri, 'x')).toBe('1');
  expect(uriParam(uri, 'y')).toBeUndefined();
});
