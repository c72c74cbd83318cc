import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Connection } from '@virtweave/core-api';
import { formatNodeDevice, parseNodeDevice } from '@virtweave/core-conf';
import { defaultDevices } from '../src/node-device/default-devices.ts';
import { openDefault, openNode } from './open.ts';

let connection: Connection;
let family: Connection['families']['nodeDevice'];

beforeEach(async () => {
  connection = await openDefault();
  family = connection.families.nodeDevice;
});
afterEach(() => connection.close());

const names = async (flags: number): Promise<string> =>
  (await family.connectListAllNodeDevices(flags)).map(({ name }) => name).join(' ');
const vport = (parent: string, wwns = '<wwnn>2000000012341235</wwnn><wwpn>1000000012341235</wwpn>'): string =>
  `<device>${parent}<capability type='scsi_host'><capability type='fc_host'>${wwns}</capability></capability></device>`;

test.each(defaultDevices.map((device) => [device.name, device] as const))('%s is what its document says', (_, device) => {
  expect(parseNodeDevice(formatNodeDevice(device))).toEqual(device);
});

test('the built-in devices are there, by their capabilities', async () => {
  expect(await names(0)).toBe('computer scsi_host1 scsi_host2 scsi_host11');
  expect([await names(1), await names(32), await names(512), await names(1024), await names(16)]).toEqual([
    'computer',
    'scsi_host1 scsi_host2 scsi_host11',
    'scsi_host1 scsi_host2 scsi_host11',
    'scsi_host1 scsi_host2',
    '',
  ]);
  expect([await names(2 ** 31), await names(2 ** 30)]).toEqual(['computer scsi_host1 scsi_host2 scsi_host11', '']);
  const ref = await family.nodeDeviceLookupByName('scsi_host11');
  expect(ref).toEqual({ name: 'scsi_host11', parent: 'scsi_host1' });
  expect([await family.nodeDeviceGetParent(ref), await family.nodeDeviceListCaps(ref)]).toEqual(['scsi_host1', ['scsi_host']]);
  expect(await family.nodeDeviceGetParent({ name: 'computer' })).toBe(undefined);
  expect([await family.nodeDeviceIsActive(ref), await family.nodeDeviceIsPersistent(ref)]).toEqual([true, true]);
  await expect(family.nodeDeviceLookupByName('x')).rejects.toMatchObject({
    code: 'VIR_ERR_NO_NODE_DEVICE',
    detail: "no node device with matching name 'x'",
  });
});

test('virtual hosts are made and destroyed, and told of', async () => {
  const heard: string[] = [];
  await family.connectNodeDeviceEventRegisterAny(undefined, 0, (event) => {
    if (event.kind === 'lifecycle') heard.push(`${event.device.name} ${event.event}`);
  });
  const ref = await family.nodeDeviceCreateXML(vport('<parent>scsi_host1</parent>'), 0);
  expect(ref).toEqual({ name: 'scsi_host12', parent: 'scsi_host1' });
  expect(await family.nodeDeviceIsPersistent(ref)).toBe(false);
  expect(await family.nodeDeviceGetXMLDesc(ref, 0)).toBe(`<device>
  <name>scsi_host12</name>
  <parent>scsi_host1</parent>
  <capability type='scsi_host'>
    <host>11</host>
    <unique_id>10</unique_id>
    <capability type='fc_host'>
      <wwnn>2000000012341235</wwnn>
      <wwpn>1000000012341235</wwpn>
      <fabric_wwn>2000000043214321</fabric_wwn>
    </capability>
  </capability>
</device>
`);
  await family.nodeDeviceDestroy(ref);
  await expect(family.nodeDeviceDestroy(ref)).rejects.toMatchObject({ code: 'VIR_ERR_NO_NODE_DEVICE' });
  expect(heard).toEqual(['scsi_host12 0', 'scsi_host12 1']);
});

test('parents of virtual hosts are found by their world wide names, or are the first that will do', async () => {
  const byNames = await family.nodeDeviceCreateXML(vport("<parent wwnn='2000000056785678' wwpn='1000000056785678'/>"), 0);
  expect(byNames.parent).toBe('scsi_host2');
  expect((await family.nodeDeviceCreateXML(vport(''), 0)).parent).toBe('scsi_host1');
});

test.each([
  ['a parent that is not there', vport('<parent>nx</parent>'), "Could not find parent device for 'new device'"],
  ['a parent without virtual hosts', vport('<parent>computer</parent>'), 'Parent device computer is not capable of vport operations'],
  ['no names', vport('<parent>scsi_host1</parent>', ''), "no WWNN supplied for 'new device', and auto-generation failed"],
])('%s: refused', async (_, xml, detail) => {
  await expect(family.nodeDeviceCreateXML(xml, 0)).rejects.toMatchObject({ code: 'VIR_ERR_INTERNAL_ERROR', detail });
});

test('a pool on a virtual host makes it, and takes it away', async () => {
  const { storage } = connection.families;
  const adapter = "<adapter type='fc_host' parent='scsi_host1' wwnn='20000000c9831b4b' wwpn='10000000c9831b4b'/>";
  const xml = (from: string): string =>
    `<pool type='scsi'><name>vhba</name><source>${from}</source><target><path>/dev/disk/by-path</path></target></pool>`;
  const pool = await storage.storagePoolCreateXML(xml(adapter), 0);
  expect(await names(0)).toContain('scsi_host12');
  await storage.storagePoolDestroy(pool);
  expect(await names(0)).not.toContain('scsi_host12');
  await expect(storage.storagePoolCreateXML(xml(adapter.replace('scsi_host1', 'nx')), 0)).rejects.toMatchObject({
    detail: "Could not find parent device for 'vhba'",
  });
  await expect(storage.storagePoolLookupByName('vhba')).rejects.toMatchObject({ code: 'VIR_ERR_NO_STORAGE_POOL' });
});

test('a node document brings its devices', async () => {
  await using own = await openNode(
    "<node><device><name>gpu</name><capability type='drm'><type>render</type></capability></device></node>",
  );
  expect(await own.families.nodeDevice.connectListAllNodeDevices(0)).toEqual([{ name: 'gpu' }]);
});
