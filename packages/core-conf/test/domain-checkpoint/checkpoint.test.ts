import { expect, test } from '@jest/globals';
import {
  alignCheckpointDisks,
  formatDomainCheckpoint,
  parseDomainCheckpoint,
  prepareCheckpointRedefinition,
} from '../../src/index.ts';
import { guestWithDisks } from '../support/disks.ts';
import { failure, guest } from '../support/documents.ts';

const checkpoint = (inside: string): string => `<domaincheckpoint>${inside}</domaincheckpoint>`;
const parse = (inside: string) => parseDomainCheckpoint(checkpoint(inside), { now: () => 7 });
const redefine = (inside: string) => parseDomainCheckpoint(checkpoint(inside), { redefine: true });
const uuid = 'c7a5fdbd-edaf-9455-926a-d65c16db1809';

test('a checkpoint that is to be made', () => {
  expect(parse('')).toEqual({ name: '7', creationTime: 7 });
  expect(parse(`<disks><disk name='vda'/><disk name='vdb' checkpoint='no'/></disks>`).disks).toEqual([
    { name: 'vda', checkpoint: 'bitmap' },
    { name: 'vdb', checkpoint: 'no' },
  ]);
});

test.each([
  ['VIR_ERR_XML_INVALID_SCHEMA', '<name>a/b</name>', "'a/b' can not name a checkpoint"],
  ['VIR_ERR_XML_INVALID_SCHEMA', '<name>.a</name>', "'.a' can not name a checkpoint"],
  ['VIR_ERR_XML_INVALID_SCHEMA', '<name/>', "'' can not name a checkpoint"],
  ['VIR_ERR_XML_INVALID_SCHEMA', '<name>a\nb</name>', "'a\nb' can not name a checkpoint"],
  ['VIR_ERR_XML_INVALID_SCHEMA', '<parent><name>../x</name></parent>', "'../x' can not name a checkpoint"],
  ['VIR_ERR_XML_INVALID_SCHEMA', '<disks/>', "missing element 'disk' in element 'disks'"],
  ['VIR_ERR_XML_INVALID_SCHEMA', '<disks><disk/></disks>', "Missing required attribute 'name' in element 'disk'"],
  ['VIR_ERR_XML_INVALID_SCHEMA', `<disks><disk name='a' checkpoint='bogus'/></disks>`, "Invalid value for attribute 'checkpoint' in element 'disk': 'bogus'."],
  ['VIR_ERR_XML_INVALID_SCHEMA', `<disks><disk name='a' checkpoint='no' bitmap='b'/></disks>`, 'a disk without checkpoint has no bitmap'],
  ['VIR_ERR_XML_INVALID_SCHEMA', `<disks><disk name='a' size='x'/></disks>`, "'x' is no unsigned number"],
  ['VIR_ERR_XML_INVALID_SCHEMA', '<foo/>', "unknown element 'foo' in element 'domaincheckpoint'"],
  ['VIR_ERR_XML_INVALID_SCHEMA', '<domain/>', "Missing required attribute 'type' in element 'domain'"],
])('%s %s', (code, inside, detail) => {
  const error = failure(() => parse(inside));
  expect(error.code).toBe(code);
  expect(error.detail).toMatch(detail.length > 60 ? detail : new RegExp(`^${detail.replace(/[.*/]/g, '\\$&')}`));
  expect(error.place?.line).toBe(1);
});

test('a checkpoint that exists', () => {
  expect(failure(() => redefine('')).detail).toBe('a redefined checkpoint must have a name');
  expect(failure(() => redefine('<name>a</name>'))).toMatchObject({
    code: 'VIR_ERR_INTERNAL_ERROR',
    detail: 'missing creationTime from existing checkpoint',
  });
  const one = redefine(`<name>a</name><creationTime>1</creationTime>${guest('', `<disk type='file'><source file='/x'/><target dev='vda' bus='virtio'/></disk>`)}`);
  prepareCheckpointRedefinition(one, uuid);
  expect(one.disks).toEqual([{ name: 'vda', checkpoint: 'bitmap', bitmap: 'a' }]);
  expect(failure(() => prepareCheckpointRedefinition(one, 'other'))).toMatchObject({
    code: 'VIR_ERR_INVALID_ARG',
    detail: 'definition for checkpoint a must use uuid other',
  });
  const text = formatDomainCheckpoint(one);
  expect(text).toContain('<domain ');
  expect(formatDomainCheckpoint(one, { noDomain: true })).not.toContain('<domain ');
  expect(formatDomainCheckpoint(parseDomainCheckpoint(text, { redefine: true }))).toBe(text);
});

test('sizes only when they are asked for', () => {
  const one = { name: 'a', disks: [{ name: 'vda', checkpoint: 'bitmap' as const, bitmap: 'b', size: 5 }] };
  expect(formatDomainCheckpoint(one)).not.toContain('size');
  expect(formatDomainCheckpoint(one, { size: true })).toContain(`<disk name='vda' checkpoint='bitmap' bitmap='b' size='5'/>`);
});

test('alignment', () => {
  const domain = guestWithDisks('vda', 'vdb', 'hdc', 'vdd');
  const align = (inside: string) => {
    const one = parse(inside);
    alignCheckpointDisks(one, domain);
    return Object.fromEntries((one.disks ?? []).map(({ name, checkpoint: kind, bitmap }) => [name, bitmap ?? kind]));
  };
  expect(align('')).toEqual({ vda: '7', vdb: '7', hdc: 'no', vdd: 'no' });
  expect(align(`<disks><disk name='/dev/sdb' bitmap='b'/></disks>`)).toEqual({ vda: 'no', vdb: 'b', hdc: 'no', vdd: 'no' });
  for (const [inside, detail] of [
    [`<disk name='vdz'/>`, "no disk named 'vdz'"],
    [`<disk name='vda'/><disk name='vda'/>`, "disk 'vda' specified twice"],
    [`<disk name='vda'/>`.repeat(5), 'too many disk checkpoint requests for domain'],
    [`<disk name='vdd'/>`, "disk 'vdd' is empty or readonly"],
    [`<disk name='hdc'/>`, "disk 'hdc' is empty or readonly"],
  ] as const)
    expect(failure(() => align(`<disks>${inside}</disks>`))).toMatchObject({ code: 'VIR_ERR_CONFIG_UNSUPPORTED', detail });
  expect(failure(() => alignCheckpointDisks({})).detail).toBe('missing domain in checkpoint');
  expect(failure(() => alignCheckpointDisks({}, guestWithDisks())).detail).toBe('domain must have at least one disk to perform checkpoints');
});
