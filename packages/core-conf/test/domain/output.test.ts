import { describe, expect, test } from '@jest/globals';
import { cloneDomain, formatDomain, namespaceOf, parseDomain, readDomain } from '../../src/index.ts';
import { guest } from '../support/documents.ts';

describe('running, stopped, with secrets', () => {
  const devices = `
    <disk type='file'><source file='/a'/><target dev='vda' bus='virtio'/><alias name='virtio-disk0'/></disk>
    <disk type='file'><source file='/b'/><target dev='vdb' bus='virtio'/><alias name='ua-mine'/></disk>
    <graphics type='vnc' port='5900' autoport='no' passwd='geheim'/>`;
  const xml = guest('', devices).replace(`type='qemu'`, `type='qemu' id='7'`);

  test('a stopped guest has no id, and only aliases that the user gave', () => {
    const stopped = parseDomain(xml);
    expect(stopped.id).toBeUndefined();
    expect(stopped.devices.disks.map(({ alias }) => alias)).toEqual([undefined, 'ua-mine']);
  });

  test('a running one has all', () => {
    const running = parseDomain(xml, { inactive: false });
    expect(running.id).toBe(7);
    expect(running.devices.disks.map(({ alias }) => alias)).toEqual(['virtio-disk0', 'ua-mine']);
    expect(formatDomain(running)).toContain(`<domain type='qemu' id='7'>`);
    const inactive = formatDomain(running, { inactive: true });
    expect(inactive).toContain(`<domain type='qemu'>`);
    expect(inactive).not.toContain('virtio-disk0');
    expect(inactive).toContain('ua-mine');
  });

  test('an id of -1 is none', () => expect(formatDomain({ ...parseDomain(xml), id: -1 })).toContain(`<domain type='qemu'>`));

  test('passwords are shown when asked for', () => {
    expect(formatDomain(parseDomain(xml))).not.toContain('geheim');
    expect(formatDomain(parseDomain(xml), { secure: true })).toContain(`passwd='geheim'`);
  });

  test('indentation', () => {
    const lines = formatDomain(parseDomain(guest()), { indent: 2 }).trimEnd().split('\n');
    expect(lines[0]).toBe(`  <domain type='qemu'>`);
    expect(lines.every((line) => line.startsWith('  '))).toBe(true);
  });
});

describe('foreign XML', () => {
  test('metadata is kept as it is', () => {
    const xml = guest(`<metadata>
    <app:note xmlns:app='urn:app' app:level="1">a &lt; b<!-- c --></app:note>
    <other xmlns='urn:other'/>
  </metadata>`);
    const written = formatDomain(parseDomain(xml));
    expect(written).toContain(`    <app:note xmlns:app="urn:app" app:level="1">a &lt; b<!-- c --></app:note>\n    <other xmlns="urn:other"/>\n`);
    expect(formatDomain(parseDomain(written))).toBe(written);
  });

  test('of each namespace the first counts', () => {
    const domain = parseDomain(guest(`<metadata><a xmlns='urn:a' n='1'/><b xmlns='urn:a' n='2'/><c xmlns='urn:c'/></metadata>`));
    expect(domain.metadata?.elements.map(({ name }) => name)).toEqual(['a', 'c']);
    expect(domain.metadata?.elements.map(namespaceOf)).toEqual(['urn:a', 'urn:c']);
  });

  test('a driver\'s namespace is written under libvirt\'s prefix, and declared first', () => {
    const xml = guest(`<my:commandline xmlns:my='http://libvirt.org/schemas/domain/qemu/1.0'><my:arg value='-x'/></my:commandline>`);
    const domain = parseDomain(xml);
    expect(domain.extensions).toMatchObject({ prefix: 'qemu', uri: 'http://libvirt.org/schemas/domain/qemu/1.0' });
    const written = formatDomain(domain);
    expect(written).toMatch(/^<domain type='qemu' xmlns:qemu='http:\/\/libvirt\.org\/schemas\/domain\/qemu\/1\.0'>/);
    expect(written).toContain(`  <qemu:commandline>\n    <qemu:arg value='-x'/>\n  </qemu:commandline>\n</domain>`);
    expect(formatDomain(parseDomain(written))).toBe(written);
  });
});

test('a clone shares nothing but foreign XML', () => {
  const xml = guest(`<metadata><a xmlns='urn:a'/></metadata>`, `<disk type='file'><source file='/a'/><target dev='vda' bus='virtio'/></disk>`);
  const original = parseDomain(xml);
  const before = formatDomain(original);
  const copy = cloneDomain(original);
  expect(copy).toEqual(original);
  copy.name = 'other';
  copy.memory.size += 1;
  (copy.devices.disks[0] as { target: { dev: string } }).target.dev = 'vdz';
  copy.devices.disks.length = 0;
  expect(formatDomain(original)).toBe(before);
  expect(copy.metadata?.elements[0]).toBe(original.metadata?.elements[0]);
});

test('readDomain fills in nothing', () => {
  const domain = readDomain(`<domain type='test'><name>a</name><os><type>hvm</type></os></domain>`);
  expect(domain.uuid).toBeUndefined();
  expect(domain.currentMemory).toBeUndefined();
  expect(domain.devices.disks).toEqual([]);
});

test('UUIDs have one spelling', () => {
  const xml = guest().replace('c7a5fdbd-edaf-9455-926a-d65c16db1809', 'C7A5FDBDEDAF9455926AD65C16DB1809');
  expect(parseDomain(xml).uuid).toBe('c7a5fdbd-edaf-9455-926a-d65c16db1809');
});
