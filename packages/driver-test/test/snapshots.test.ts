import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Connection, Domain } from '@virtweave/core-api';
import { openNode, told } from './open.ts';
import { sample } from './sample.ts';

const uuid = '11111111-1111-4111-8111-111111111111';
let connection: Connection;
let domain: Domain;

beforeEach(async () => {
  connection = await openNode('<node/>');
  const disk = `<devices><disk type='file'><source file='/a'/><target dev='vda'/></disk></devices>`;
  domain = await connection.defineXML(sample({ name: 'web', uuid }).replace('</os>', `</os>${disk}`));
});
afterEach(() => connection.close());

const named = (name: string, inside = ''): string => `<domainsnapshot><name>${name}</name>${inside}</domainsnapshot>`;

test('the document of a snapshot', async () => {
  await domain.start();
  const xml = await (await domain.createSnapshot(named('one', '<description>a &amp; b</description>'))).xml();
  expect(xml.slice(0, xml.indexOf('    <name>web')).replace(/\d{6,}/, 'TIME')).toBe(`<domainsnapshot>
  <name>one</name>
  <description>a &amp; b</description>
  <state>running</state>
  <creationTime>TIME</creationTime>
  <memory snapshot='internal'/>
  <disks>
    <disk name='vda' snapshot='internal'/>
  </disks>
  <domain type='test'>
`);
});

test('events of going back', async () => {
  await domain.createSnapshot(named('off'));
  await domain.start();
  await domain.createSnapshot(named('on'));
  const events = domain.events();
  await (await domain.snapshot('on')).revert();
  expect(await told(events, 2)).toEqual(['stopped from-snapshot', 'started from-snapshot']);
  await (await domain.snapshot('on')).revert({ paused: true });
  expect(await told(events, 3)).toEqual(['stopped from-snapshot', 'started from-snapshot', 'suspended from-snapshot']);
  await (await domain.snapshot('off')).revert();
  expect(await told(events, 1)).toEqual(['stopped from-snapshot']);
  await (await domain.snapshot('off')).revert({ running: true });
  expect(await told(events, 1)).toEqual(['started from-snapshot']);
});

test('halt stops the guest, but not a transient one', async () => {
  await domain.start();
  await domain.createSnapshot(named('one'), { halt: true });
  expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'from-snapshot' });
  const transient = await connection.createXML(sample({ name: 'mail', uuid: uuid.replace('1', '2') }));
  await expect(transient.createSnapshot(named('one'), { halt: true })).rejects.toMatchObject({
    detail: 'cannot halt after transient domain snapshot',
  });
  expect(await transient.snapshots()).toEqual([]);
});

test("libvirt's words for what does not fit", async () => {
  await domain.createSnapshot(named('one'));
  const again = domain.createSnapshot(named('one'));
  await expect(again).rejects.toMatchObject({ detail: 'domain moment one already exists' });
  const other = domain.createSnapshot(named('two', "<disks><disk name='vdz'/></disks>"));
  await expect(other).rejects.toMatchObject({ code: 'VIR_ERR_CONFIG_UNSUPPORTED', detail: "no disk named 'vdz'" });
  const external = domain.createSnapshot(named('two', "<disks><disk name='vda' snapshot='external'/></disks>"));
  await expect(external).rejects.toMatchObject({ detail: "disk 'vda' must use snapshot mode 'internal'" });
  await expect(domain.createSnapshot(named('two'), { current: true })).rejects.toMatchObject({
    detail: "Flag 'VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE' is required by flag 'VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT'",
  });
});

test('redefining', async () => {
  const xml = await (await domain.createSnapshot(named('one'))).xml();
  const redefine = (how: (text: string) => string): Promise<unknown> => domain.createSnapshot(how(xml), { redefine: true });
  for (const [how, text] of [
    [(t: string) => t.replace(uuid, uuid.replace('1', '2')), `definition for snapshot one must use uuid ${uuid}`],
    [(t: string) => t.replace(/<creationTime>.*/, ''), 'missing creationTime from existing snapshot'],
    [(t: string) => t.replace(/<state>.*/, ''), 'missing state from existing snapshot'],
    [(t: string) => t.replace('<name>one</name>', ''), 'a redefined snapshot must have a name'],
    [(t: string) => t.replace("memory snapshot='no'", "memory snapshot='internal'"), 'memory state cannot be saved with offline or disk-only snapshot'],
    [(t: string) => t.replace('</state>', '</state><parent><name>one</name></parent>'), 'cannot set moment one as its own parent'],
    [(t: string) => t.replace('</state>', '</state><parent><name>two</name></parent>'), 'parent two for moment one not found'],
  ] as const)
    await expect(redefine(how)).rejects.toMatchObject({ detail: text });
  await domain.createSnapshot(named('two'));
  await redefine((t) => t.replace('</name>', '</name><description>new</description>'));
  expect(await (await domain.snapshot('one')).xml()).toContain('<description>new</description>');
  expect((await (await domain.snapshot('two')).parent()).name).toBe('one');
  expect((await domain.currentSnapshot()).name).toBe('two');
});
