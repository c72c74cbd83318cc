import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Connection } from '@virtweave/core-api';
import { formatHostInterface, parseHostInterface } from '@virtweave/core-conf';
import { defaultInterface } from '../src/interface/default-interface.ts';
import { openDefault, openNode } from './open.ts';

let connection: Connection;
let family: Connection['families']['interface'];
const ethernet = (name: string, mac: string): string => `<interface type='ethernet' name='${name}'><mac address='${mac}'/></interface>`;
const eth5 = ethernet('eth5', '00:11:22:33:44:AA');

beforeEach(async () => {
  connection = await openNode(`<node>${eth5}</node>`);
  family = connection.families.interface;
});
afterEach(() => connection.close());

const states = async (): Promise<readonly string[]> =>
  Promise.all((await family.connectListAllInterfaces(0)).map(async (ref) => `${ref.name} ${await family.interfaceIsActive(ref)}`));

test("the built-in node's interface is what its document says", async () => {
  expect(parseHostInterface(formatHostInterface(defaultInterface))).toEqual(defaultInterface);
  await using builtIn = await openDefault();
  const own = builtIn.families.interface;
  const ref = await own.interfaceLookupByMACString('AA:bb:cc:dd:ee:ff');
  expect(ref).toEqual({ name: 'eth1', mac: 'aa:bb:cc:dd:ee:ff' });
  expect(await own.interfaceIsActive(ref)).toBe(true);
  expect(await own.interfaceGetXMLDesc(ref, 0)).toBe(`<interface type='ethernet' name='eth1'>
  <start mode='onboot'/>
  <mtu size='1492'/>
  <protocol family='ipv4'>
    <ip address='192.168.0.5' prefix='24'/>
    <route gateway='192.168.0.1'/>
  </protocol>
  <mac address='aa:bb:cc:dd:ee:ff'/>
</interface>
`);
});

test('interfaces start and stop once', async () => {
  const ref = await family.interfaceLookupByName('eth5');
  await expect(family.interfaceCreate(ref, 0)).rejects.toMatchObject({
    code: 'VIR_ERR_OPERATION_INVALID',
    message: 'Requested operation is not valid',
  });
  await family.interfaceDestroy(ref, 0);
  await expect(family.interfaceDestroy(ref, 0)).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_INVALID' });
  expect(await family.connectListAllInterfaces(2)).toEqual([]);
  expect(await family.connectListAllInterfaces(1)).toEqual([ref]);
});

test('a new definition is not active, and one that is replaced stays as it is', async () => {
  await family.interfaceDefineXML(ethernet('eth6', '00:11:22:33:44:06'), 0);
  const ref = await family.interfaceDefineXML(ethernet('eth5', '00:11:22:33:44:55'), 0);
  expect(ref.mac).toBe('00:11:22:33:44:55');
  expect(await states()).toEqual(['eth5 true', 'eth6 false']);
});

test('what is not there is not found', async () => {
  await expect(family.interfaceLookupByName('x')).rejects.toMatchObject({
    code: 'VIR_ERR_NO_INTERFACE',
    detail: "no interface with matching name 'x'",
  });
  await expect(family.interfaceLookupByMACString('00:00:00:00:00:01')).rejects.toMatchObject({
    code: 'VIR_ERR_NO_INTERFACE',
    detail: "no interface with matching mac '00:00:00:00:00:01'",
  });
  await family.interfaceDefineXML(ethernet('eth6', '00:11:22:33:44:aa'), 0);
  await expect(family.interfaceLookupByMACString('00:11:22:33:44:aa')).rejects.toMatchObject({
    code: 'VIR_ERR_MULTIPLE_INTERFACES',
  });
});

test('a change is taken back as a whole, or kept', async () => {
  await expect(family.interfaceChangeCommit(0)).rejects.toMatchObject({ detail: 'no transaction running, nothing to be committed.' });
  await expect(family.interfaceChangeRollback(0)).rejects.toMatchObject({ detail: 'no transaction running, nothing to rollback.' });
  await family.interfaceChangeBegin(0);
  await expect(family.interfaceChangeBegin(0)).rejects.toMatchObject({ detail: 'there is another transaction running.' });
  await family.interfaceDefineXML(ethernet('eth6', '00:11:22:33:44:06'), 0);
  await family.interfaceDestroy({ name: 'eth5', mac: '' }, 0);
  await family.interfaceUndefine({ name: 'eth5', mac: '' });
  expect(await states()).toEqual(['eth6 false']);
  await family.interfaceChangeRollback(0);
  expect(await states()).toEqual(['eth5 true']);
  await family.interfaceChangeBegin(0);
  await family.interfaceUndefine({ name: 'eth5', mac: '' });
  await family.interfaceChangeCommit(0);
  expect(await states()).toEqual([]);
});
