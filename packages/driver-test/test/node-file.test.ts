import { describe, expect, test } from '@jest/globals';
import { connect } from '@virtweave/core-api';
import { FixtureHost } from '@virtweave/core-testkit';
import driver from '../src/index.ts';
import { openNode } from './open.ts';
import { sample } from './sample.ts';

const uuid = '11111111-1111-4111-8111-111111111111';
const guest = (inside: string, name = 'web'): string =>
  sample({ name, uuid }).replace(
    "<domain type='test'>",
    `<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>${inside}`,
  );

describe('node documents', () => {
  test('guests run from the start, in the order of the document, written inline or in files beside it', async () => {
    const other = sample({ name: 'mail', uuid: uuid.replace('1', '2') });
    const connection = await openNode(`<node>${guest('')}<domain file='guests/mail.xml'/></node>`, {
      '/nodes/guests/mail.xml': other,
    });
    expect((await connection.listAllDomains()).map(({ name, id }) => [name, id])).toEqual([['web', 1], ['mail', 2]]);
    await connection.close();
  });

  test('the host is what the document says, and the default where it says nothing', async () => {
    const connection = await openNode(
      `<node><cpu><mhz>6000</mhz><model>i986</model><active>50</active></cpu><memory>8192000</memory></node>`,
    );
    expect(await connection.nodeInfo()).toEqual({
      model: 'i986', memory: 8192000, cpus: 50, mhz: 6000, nodes: 2, sockets: 2, cores: 2, threads: 2,
    });
    await connection.close();
  });

  test.each([
    ['<test:runstate>3</test:runstate>', { state: 'paused', id: 1, persistent: true }],
    ['<test:runstate>5</test:runstate>', { state: 'shutoff', id: -1, persistent: true }],
    ['<test:runstate>6</test:runstate>', { state: 'crashed', id: 1, persistent: true }],
    ['<test:transient/>', { state: 'running', id: 1, persistent: false }],
  ])('%s', async (inside, expected) => {
    const connection = await openNode(`<node>${guest(inside)}</node>`);
    const domain = await connection.lookupByName('web');
    const { state } = await domain.state();
    expect({ state, id: domain.id, persistent: await domain.isPersistent() }).toEqual(expected);
    expect(await domain.xml()).not.toContain('test:');
    await connection.close();
  });

  test('a managed save and snapshots', async () => {
    const snapshot = `<name>s1</name><state>running</state><creationTime>12345</creationTime>`;
    const connection = await openNode(
      `<node>${guest(
        `<test:runstate>5</test:runstate><test:hasmanagedsave/>
         <test:domainsnapshot>${snapshot}<active>1</active></test:domainsnapshot>
         <test:domainsnapshot file='s2.xml'/>`,
      )}</node>`,
      { '/nodes/s2.xml': `<domainsnapshot><name>s2</name><parent><name>s1</name></parent><state>shutoff</state><creationTime>5</creationTime><active>0</active></domainsnapshot>` },
    );
    const domain = await connection.lookupByName('web');
    expect(await domain.hasManagedSave()).toBe(true);
    expect((await domain.currentSnapshot()).name).toBe('s1');
    expect((await (await domain.snapshot('s2')).parent()).name).toBe('s1');
    await expect((await domain.snapshot('s1')).revert()).rejects.toMatchObject({ code: 'VIR_ERR_SNAPSHOT_REVERT_RISKY' });
    await connection.close();
  });

  test('snapshots that do not fit together', async () => {
    const snapshot = (name: string, active: string, parent = '') =>
      `<test:domainsnapshot><name>${name}</name><state>running</state><creationTime>1</creationTime>${active}${parent}</test:domainsnapshot>`;
    const open = (inside: string) => openNode(`<node>${guest(inside)}</node>`);
    const [yes, no] = ['<active>1</active>', '<active>0</active>'];
    for (const [inside, detail] of [
      [snapshot('a', ''), "Could not find 'active' element"],
      [snapshot('a', yes) + snapshot('b', yes), 'more than one snapshot claims to be active'],
      [snapshot('a', no, '<parent><name>z</name></parent>'), 'Snapshots have inconsistent relations for domain web'],
    ] as const)
      await expect(open(inside)).rejects.toMatchObject({ code: 'VIR_ERR_INTERNAL_ERROR', detail });
    const late = await open(snapshot('a', no, '<parent><name>b</name></parent>') + snapshot('b', yes));
    expect((await (await (await late.lookupByName('web')).snapshot('a')).parent()).name).toBe('b');
    await late.close();
  });

  test('two connections have a node each', async () => {
    const host = new FixtureHost({ files: { '/node.xml': `<node>${guest('')}</node>` } });
    const [one, other] = await Promise.all(
      [1, 2].map(() => connect('test:///node.xml', { drivers: [driver], host })),
    );
    await (await one?.lookupByName('web'))?.destroy();
    expect((await other?.lookupByName('web'))?.id).toBe(1);
    await Promise.all([one?.close(), other?.close()]);
  });

  test.each([
    ['<node', 'VIR_ERR_XML_DETAIL', 'Couldn'],
    ['<nod/>', 'VIR_ERR_XML_ERROR', "expecting root element of 'node', not 'nod'"],
    ['<node><cpu><mhz>fast</mhz></cpu></node>', 'VIR_ERR_XML_ERROR', "invalid node mhz value 'fast'"],
    [`<node><domain file='gone.xml'/></node>`, 'VIR_ERR_XML_ERROR', "failed to parse xml document '/nodes/gone.xml'"],
    [`<node>${guest('')}${guest('')}</node>`, undefined, ''],
    [`<node>${guest('')}${guest('', 'mail')}</node>`, 'VIR_ERR_OPERATION_FAILED', "'web' is already defined with uuid"],
    [
      `<node>${guest('<test:transient/><test:runstate>5</test:runstate>')}</node>`,
      'VIR_ERR_XML_ERROR',
      "transient domain cannot have runstate 'shutoff'",
    ],
    [`<node>${guest('<test:hasmanagedsave/>')}</node>`, 'VIR_ERR_XML_ERROR', 'managedsave'],
    [`<node>${guest('<test:runstate>9</test:runstate>')}</node>`, 'VIR_ERR_XML_ERROR', "runstate '9' out of range"],
  ])('%#: what is wrong is told at the opening', async (xml, code, detail) => {
    const error = await openNode(xml).then((connection) => connection.close(), (reason: unknown) => reason);
    expect((error as { code?: string } | undefined)?.code).toBe(code);
    expect(String((error as Error | undefined)?.message ?? '')).toContain(detail);
  });

  test.each([
    ['test:///', 'VIR_ERR_INVALID_ARG', 'supply a path or use test:///default'],
    ['test:///no/such/node.xml', 'VIR_ERR_XML_ERROR', "failed to parse xml document '/no/such/node.xml'"],
  ])('%s', async (uri, code, detail) => {
    const opened = connect(uri, { drivers: [driver], host: new FixtureHost() });
    await expect(opened).rejects.toMatchObject({ code, domain: 'VIR_FROM_TEST', detail: expect.stringContaining(detail) });
  });
});
