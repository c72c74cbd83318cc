import { formatDefinition, parseDefinition } from '../src/documents.ts';
import { defaultDomain } from '../src/node/default-node.ts';
import { expect, test } from '@jest/globals';
import { openDefault } from './open.ts';

test('has one running guest, a host of 16 CPUs in two cells, and documents about both', async () => {
  const connection = await openDefault();
  const [domain, ...others] = await connection.listAllDomains();
  expect(others).toEqual([]);
  expect(domain?.ref).toEqual({ name: 'test', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f', id: 1 });
  expect(await domain?.state()).toEqual({ state: 'running', reason: 'unknown' });
  expect(await domain?.info()).toMatchObject({ maxMemory: 8388608, memory: 2097152, vcpus: 2 });
  const xml = await domain?.xml();
  expect(xml).toMatch(/^<domain type='test' id='1'>\n {2}<name>test<\/name>/);
  expect(xml).toContain("<address type='pci' domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>");
  expect(xml).toContain("<type arch='i686'>hvm</type>");
  expect(await connection.nodeInfo()).toEqual({
    model: 'i686', memory: 3145728, cpus: 16, mhz: 1400, nodes: 2, sockets: 2, cores: 2, threads: 2,
  });
  expect(await connection.freeMemory()).toBe(3145728);
  expect([await connection.type(), await connection.version(), await connection.maxVcpus()]).toEqual(['TEST', 2, 32]);
  const capabilities = await connection.capabilities();
  expect(capabilities).toContain("<cells num='2'>");
  expect(capabilities).toContain('<emulator>/usr/bin/test-hv</emulator>');
  expect(await domain?.osType()).toBe('linux');
  await connection.close();
});

test('is one for all connections, until the last of them closes', async () => {
  const [one, other] = [await openDefault(), await openDefault()];
  await (await one.lookupByName('test')).destroy();
  expect((await (await other.lookupByName('test')).state()).reason).toBe('destroyed');
  await one.close();
  expect((await other.lookupByName('test')).id).toBe(-1);
  await other.close();
  const fresh = await openDefault();
  expect((await fresh.lookupByName('test')).id).toBe(1);
  await fresh.close();
});

test('a connection that was opened and never used leaves the node alone', async () => {
  const unused = await openDefault();
  await unused.close();
  const connection = await openDefault();
  expect((await connection.listAllDomains()).length).toBe(1);
  await connection.close();
});

test('statistics: the state, and bit 31 refuses what is not there', async () => {
  const connection = await openDefault();
  const [record] = await connection.domainStats();
  expect({ ...record?.stats }).toEqual({ 'state.state': 1, 'state.reason': 0 });
  await expect(connection.domainStats(2, { flags: 2 ** 31 })).rejects.toMatchObject({
    code: 'VIR_ERR_ARGUMENT_UNSUPPORTED',
    detail: 'Stats types bits 0x2 are not supported by this daemon',
  });
  await connection.close();
});

test('the built-in guest is what its document says', () => {
  expect(parseDefinition(formatDefinition(defaultDomain, -1, { secure: true }))).toEqual(defaultDomain);
});
