import { describe, expect, test } from '@jest/globals';
import { parseDomain } from '../../src/index.ts';
import { nearestName } from '../../src/table/strict.ts';
import { failure, guest } from '../support/documents.ts';

const strict = (xml: string) => failure(() => parseDomain(xml, { strict: true, name: 'web.xml' }));

describe('unknown names', () => {
  test.each([
    ['an element', guest('<descripton>x</descripton>'), `unknown element 'descripton' in element 'domain'; did you mean 'description'?`, '/domain/descripton'],
    ['an attribute', guest('', `<disk type='file' devise='disk'><target dev='vda'/></disk>`), `unknown attribute 'devise' in element 'disk'; did you mean 'device'?`, '/domain/devices/disk/@devise'],
    ['in the body of a union', guest('', `<disk type='file'><source fil='/a'/><target dev='vda'/></disk>`), `unknown attribute 'fil' in element 'source'; did you mean 'file'?`, '/domain/devices/disk/source/@fil'],
    ['in the second of a list', guest('', `<disk><target dev='vda'/></disk><disk><target dev='vdb' buss='ide'/></disk>`), `unknown attribute 'buss' in element 'target'; did you mean 'bus'?`, '/domain/devices/disk[2]/target/@buss'],
    ['far from all', guest('<xylophone/>'), `unknown element 'xylophone' in element 'domain'`, '/domain/xylophone'],
  ])('%s', (_what, xml, detail, path) => {
    const error = strict(xml);
    expect(error.code).toBe('VIR_ERR_XML_INVALID_SCHEMA');
    expect(error.detail).toBe(detail);
    expect(error.place).toMatchObject({ path, source: 'web.xml' });
  });

  test('line and column', () => {
    const xml = guest('', `\n    <rng model='virtio'>\n      <backend model='random' typ='x'>/dev/random</backend></rng>\n  `);
    expect(strict(xml).place).toMatchObject({ line: 9, column: 31 });
    expect(strict(xml).message).toMatch(/ \(web\.xml:9:31 \/domain\/devices\/rng\/backend\/@typ\)$/);
  });

  test('are ignored unless strictness is asked for', () => {
    expect(parseDomain(guest('<xylophone/>', '<piano/>')).name).toBe('web');
  });

  test('of other XML namespaces are not unknown', () => {
    const xml = guest(`<q:commandline xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><q:arg value='-foo'/></q:commandline>`);
    expect(parseDomain(xml, { strict: true }).name).toBe('web');
  });

  test('metadata may hold anything', () => {
    expect(parseDomain(guest(`<metadata><a xmlns='urn:a' b='c'><d/></a></metadata>`), { strict: true }).name).toBe('web');
  });
});

test('the nearest name', () => {
  expect(nearestName('memry', ['memory', 'memtune'])).toBe('memory');
  expect(nearestName('zzz', ['memory'])).toBeUndefined();
  expect(nearestName('x'.repeat(1_000_000), ['memory'])).toBeUndefined();
});
