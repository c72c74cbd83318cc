import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Connection, NetworkEvent, NetworkRef } from '@virtweave/core-api';
import { formatNetwork, parseNetwork } from '@virtweave/core-conf';
import { defaultNetwork } from '../src/network/default-network.ts';
import { openDefault, openNode } from './open.ts';

let connection: Connection;
let network: Connection['families']['network'];
const lab = '<network><name>lab</name></network>';

beforeEach(async () => {
  connection = await openNode('<node/>');
  ({ network } = connection.families);
});
afterEach(() => connection.close());

const refused = (code: string, detail: string): { code: string; detail: string } => ({ code, detail });

describe("the built-in node's network", () => {
  test('is what its document says', () => {
    expect(parseNetwork(formatNetwork(defaultNetwork))).toEqual(defaultNetwork);
  });

  test('is active, persistent and has a bridge', async () => {
    await using builtIn = await openDefault();
    const { network: family } = builtIn.families;
    const [ref] = await family.connectListAllNetworks(0);
    expect(ref).toEqual({ name: 'default', uuid: 'dd8fe884-6c02-601e-7551-cca97df1c5df' });
    if (ref === undefined) return;
    expect(await family.networkGetXMLDesc(ref, 0)).toBe(`<network>
  <name>default</name>
  <uuid>dd8fe884-6c02-601e-7551-cca97df1c5df</uuid>
  <forward mode='nat'/>
  <bridge name='virbr0' stp='on' delay='0'/>
  <ip address='192.168.122.1' netmask='255.255.255.0'>
    <dhcp>
      <range start='192.168.122.2' end='192.168.122.254'/>
    </dhcp>
  </ip>
</network>
`);
    expect([await family.networkIsActive(ref), await family.networkIsPersistent(ref)]).toEqual([true, true]);
    expect([await family.networkGetBridgeName(ref), await family.networkGetAutostart(ref)]).toEqual(['virbr0', false]);
    await expect(family.networkCreate(ref)).rejects.toMatchObject(
      refused('VIR_ERR_OPERATION_INVALID', "Network 'default' is already running"),
    );
    await expect(family.networkUndefine(ref)).rejects.toMatchObject(
      refused('VIR_ERR_OPERATION_INVALID', "Network 'default' is still running"),
    );
    await expect(family.networkDefineXMLFlags('<network><name>default</name></network>', 0)).rejects.toMatchObject(
      refused('VIR_ERR_OPERATION_FAILED', `network 'default' already exists with uuid ${ref.uuid}`),
    );
    const same = `<network><name>default</name><uuid>${ref.uuid}</uuid></network>`;
    await expect(family.networkCreateXMLFlags(same, 0)).rejects.toMatchObject(
      refused('VIR_ERR_OPERATION_INVALID', "network is already active as 'default'"),
    );
  });
});

test('a node document brings its networks, pools and volumes', async () => {
  await using own = await openNode(
    `<node><network file='net.xml'/><pool type='dir'><name>p</name><target><path>/p</path></target>
     <volume><name>v</name><capacity>1000</capacity></volume></pool></node>`,
    { '/nodes/net.xml': lab },
  );
  const { network: networks, storage } = own.families;
  const [ref] = await networks.connectListAllNetworks(2);
  expect(ref?.name).toBe('lab');
  const volume = await storage.storageVolLookupByKey('/p/v');
  expect(volume).toEqual({ pool: 'p', name: 'v', key: '/p/v' });
  expect((await storage.storagePoolGetInfo(await storage.storagePoolLookupByVolume(volume))).allocation).toBe(1000n);
});

describe('the life of a network', () => {
  let ref: NetworkRef;
  const heard: string[] = [];

  beforeEach(async () => {
    heard.length = 0;
    const listener = (event: NetworkEvent): void => {
      heard.push(event.kind === 'lifecycle' ? `${event.network.name} ${event.event}` : `${event.kind} ${event.type}`);
    };
    for (const id of [0, 1]) await network.connectNetworkEventRegisterAny(undefined, id, listener);
    ref = await network.networkDefineXMLFlags(lab, 0);
  });

  test('is told step by step', async () => {
    await network.networkCreate(ref);
    await network.networkDestroy(ref);
    await network.networkUndefine(ref);
    expect(heard).toEqual(['lab 0', 'lab 2', 'lab 3', 'lab 1']);
    await expect(network.networkGetXMLDesc(ref, 0)).rejects.toMatchObject(
      refused('VIR_ERR_NO_NETWORK', "no network with matching name 'lab'"),
    );
  });

  test('a redefinition waits for the next start', async () => {
    await network.networkCreate(ref);
    const xml = `<network><name>lab</name><uuid>${ref.uuid}</uuid><bridge name='br9'/></network>`;
    await network.networkDefineXMLFlags(xml, 0);
    await expect(network.networkGetBridgeName(ref)).rejects.toMatchObject(
      refused('VIR_ERR_INTERNAL_ERROR', "network 'lab' does not have a bridge name."),
    );
    expect(await network.networkGetXMLDesc(ref, 1)).toContain("name='br9'");
    await network.networkDestroy(ref);
    expect(await network.networkGetBridgeName(ref)).toBe('br9');
  });

  test('updates reach what the flags name', async () => {
    await network.networkCreate(ref);
    await network.networkUpdate(ref, 3, 9, -1, "<portgroup name='now'/>", 1);
    await network.networkUpdate(ref, 3, 9, -1, "<portgroup name='later'/>", 2);
    expect(await network.networkGetXMLDesc(ref, 0)).toContain("<portgroup name='now'>");
    const later = await network.networkGetXMLDesc(ref, 1);
    expect(later).toContain("<portgroup name='later'>");
    expect(later).not.toContain("<portgroup name='now'>");
    await expect(network.networkUpdate(ref, 3, 1, -1, '<bridge/>', 0)).rejects.toMatchObject(
      refused('VIR_ERR_OPERATION_UNSUPPORTED', "can't update 'bridge' section of network 'lab'"),
    );
  });

  test('a transient network goes with its end', async () => {
    const transient = await network.networkCreateXMLFlags('<network><name>t</name></network>', 0);
    expect(await network.networkIsPersistent(transient)).toBe(false);
    await expect(network.networkUpdate(transient, 3, 9, -1, "<portgroup name='x'/>", 2)).rejects.toMatchObject(
      refused('VIR_ERR_OPERATION_INVALID', 'cannot change persistent config of a transient network'),
    );
    await network.networkDestroy(transient);
    await expect(network.networkLookupByUUID(transient.uuid)).rejects.toMatchObject({ code: 'VIR_ERR_NO_NETWORK' });
  });

  test('metadata is kept, and told of', async () => {
    await network.networkSetMetadata(ref, 1, 'The lab', undefined, undefined, 0);
    await network.networkSetMetadata(ref, 2, '<room/>', 'inv', 'urn:inv', 0);
    expect(await network.networkGetMetadata(ref, 1, undefined, 0)).toBe('The lab');
    expect(await network.networkGetMetadata(ref, 2, 'urn:inv', 0)).toBe('<room/>');
    await expect(network.networkGetMetadata(ref, 0, undefined, 0)).rejects.toMatchObject({
      code: 'VIR_ERR_NO_NETWORK_METADATA',
    });
    expect(heard).toEqual(['lab 0', 'metadata-change 1', 'metadata-change 2']);
  });

  test('the lists are filtered', async () => {
    await network.networkCreateXMLFlags('<network><name>t</name></network>', 0);
    await network.networkSetAutostart(ref, true);
    const names = async (flags: number): Promise<readonly string[]> =>
      (await network.connectListAllNetworks(flags)).map(({ name }) => name);
    expect([await names(1), await names(2), await names(4), await names(8), await names(16), await names(32)]).toEqual([
      ['lab'], ['t'], ['lab'], ['t'], ['lab'], ['t'],
    ]);
  });
});
