import { describe, expect, test } from '@jest/globals';
import { checkDefinition, documentFormats, fromJSON, fromXML, jsonSchema, toJSON, toXML } from '../src/index.ts';
import { zodSchema } from '../src/schema.ts';
import { problemOf } from './problem-of.ts';

const guest = `<domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0' xmlns:app='urn:app'>
  <name>web</name>
  <metadata><app:note level='1'>a &lt; b</app:note></metadata>
  <memory unit='KiB'>1048576</memory>
  <os><type>hvm</type></os>
  <devices>
    <disk type='file'>
      <driver name='qemu' type='qcow2'><metadata_cache><max_size unit='bytes'>9223372036854775807</max_size></metadata_cache></driver>
      <source file='/srv/a.qcow2'/>
      <backingStore type='file'><format type='qcow2'/><source file='/srv/b.qcow2'/>
        <backingStore type='block'><format type='raw'/><source dev='/dev/c'/><backingStore/></backingStore>
      </backingStore>
      <target dev='vda' bus='virtio'/>
    </disk>
    <serial type='tcp'><source mode='bind' host='127.0.0.1' service='4555'/></serial>
  </devices>
  <qemu:commandline><qemu:arg value='-unsafe'/></qemu:commandline>
</domain>`;

describe('JSON schema', () => {
  test.each(documentFormats)('of %s stands alone and is small', (format) => {
    const text = JSON.stringify(jsonSchema(format));
    expect(text.length).toBeLessThan(300_000);
    const defs = Object.keys(jsonSchema(format).$defs ?? {});
    const refs = [...text.matchAll(/#\/\$defs\/([^"]+)/g)].map(([, name]) => name as string);
    expect(new Set(refs)).toEqual(new Set(defs));
  });

  test('a backing chain refers to itself', () => {
    expect(JSON.stringify(jsonSchema('domain').$defs?.['backingStore'])).toContain('#/$defs/backingStore');
  });
});

describe('JSON', () => {
  test('loses nothing: wide numbers, foreign elements, a chain that contains itself', () => {
    const domain = fromXML('domain', guest);
    const json = JSON.parse(JSON.stringify(toJSON(domain)));
    expect(json.devices.disks[0].driver.metadataCache.maxSize).toBe('9223372036854775807');
    expect(json.metadata.elements).toEqual(['<app:note xmlns:app="urn:app" level="1">a &lt; b</app:note>']);
    const back = fromJSON('domain', json);
    expect(back.devices.disks[0]?.driver?.metadataCache?.maxSize).toBe(9223372036854775807n);
    expect(toXML('domain', back)).toBe(toXML('domain', domain));
    expect(toJSON(back)).toEqual(json);
  });

  test('zod reads the same', () => {
    const json = toJSON(fromXML('domain', guest));
    expect(toJSON(zodSchema('domain').parse(json))).toEqual(json);
    expect(zodSchema('domain').safeParse({ type: 'qemu' }).success).toBe(false);
  });

  test.each([
    ['domain', { type: 'qemu' }, 'domain.name: missing'],
    ['domain', [], 'domain: expected an object, not an array'],
    ['interface', { type: 'bond', name: 'b', bond: { interfaces: [{ type: 'ethernet' }] } }, 'interface.bond.interfaces[0].name: missing'],
  ] as const)('%s %j is refused', (format, value, words) => {
    expect(problemOf(() => fromJSON(format, value)).detail).toBe(words);
  });
});

describe('a definition that a user wrote', () => {
  test.each([
    [{ type: 'qemu', nmae: 'web' }, "domain.nmae: unknown property; did you mean 'name'?"],
    [{ type: 'qume' }, /^domain\.type: 'qume' is none of qemu, kvm/],
    [{ devices: { disks: [{}, { source: { type: 'flie' } }] } }, /^domain\.devices\.disks\[1\]\.source\.type: 'flie' is none of file, block/],
    [{ devices: { disks: [{ backingStore: 7 }] } }, "domain.devices.disks[0].backingStore: expected 'end' or an object, not 7"],
    [{ devices: { disks: [{ source: { file: '/a' } }] } }, /^domain\.devices\.disks\[0\]\.source\.type: missing; one of file/],
    [{ metadata: { elements: ['<a>'] } }, /^domain\.metadata\.elements\[0\]: /],
    [{ iothreads: 1.5 }, 'domain.iothreads: expected an integer, not 1.5'],
    [{ devices: { disks: [{ iotune: { readBytesSec: 'many' } }] } }, /^domain\.devices\.disks\[0\]\.iotune\./],
  ])('%j is refused with its path', (value, words) => {
    const { code, detail } = problemOf(() => checkDefinition('domain', value as never));
    expect(code).toBe('VIR_ERR_INVALID_ARG');
    expect(detail).toEqual(typeof words === 'string' ? words : expect.stringMatching(words));
  });

  test('may leave out what a document may leave out', () => {
    const domain = checkDefinition('domain', {
      type: 'qemu',
      name: 'web',
      memory: { size: 1024 },
      os: { type: { type: 'hvm' } },
      devices: { disks: [{ device: 'disk', source: { type: 'file', file: '/a' }, target: { dev: 'vda' } }] },
    });
    expect(fromXML('domain', toXML('domain', domain)).devices.disks[0]?.source).toEqual({ type: 'file', file: '/a' });
  });

  test('that contains itself ends in an error', () => {
    const store: { source: { type: 'file' }; backingStore?: unknown } = { source: { type: 'file' } };
    store.backingStore = store;
    const value = { devices: { disks: [{ backingStore: store }] } };
    expect(problemOf(() => checkDefinition('domain', value as never)).detail).toContain('contain itself');
    expect(problemOf(() => toJSON(value)).detail).toContain('contains itself');
  });
});
