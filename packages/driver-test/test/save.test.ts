import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Connection, Domain, TypedParams } from '@virtweave/core-api';
import { openNode, told } from './open.ts';
import { sample } from './sample.ts';

const uuid = '11111111-1111-4111-8111-111111111111';
let connection: Connection;
let domain: Domain;

beforeEach(async () => {
  connection = await openNode('<node/>', { '/saves': { folder: true }, '/saves/junk': 'junk', '/saves/short': 'TestGuestMagic\0' });
  domain = await connection.defineXML(sample({ name: 'web', uuid }));
  await domain.start();
});
afterEach(() => connection.close());

const file = (path: string): TypedParams => [{ name: 'file', type: 'string', value: path }];

test('a guest is saved to a file, read there, and restored', async () => {
  const { hypervisor } = connection.families;
  const events = domain.events();
  await domain.setTitle('then', { live: true });
  await hypervisor.domainSaveParams(domain.ref, file('/saves/web'), 0, {});
  expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'saved' });
  expect(await domain.title()).toBeUndefined();
  expect(await hypervisor.domainSaveImageGetXMLDesc('/saves/web', 0, {})).toContain('<title>then</title>');
  await hypervisor.domainRestoreParams(file('/saves/web'), 0, {});
  expect(await domain.state()).toEqual({ state: 'running', reason: 'restored' });
  expect(await domain.title()).toBe('then');
  expect(await told(events, 2)).toEqual(['stopped saved', 'started restored']);
  await expect(hypervisor.domainRestoreParams(file('/saves/web'), 0, {})).rejects.toMatchObject({
    code: 'VIR_ERR_OPERATION_INVALID',
    detail: "domain 'web' is already active",
  });
});

test('a crash dump stops the guest when asked to', async () => {
  const { hypervisor } = connection.families;
  await hypervisor.domainCoreDumpWithFormat(domain.ref, '/saves/core', 0, 0, {});
  expect((await domain.state()).state).toBe('running');
  await hypervisor.domainCoreDumpWithFormat(domain.ref, '/saves/core', 0, 1, {});
  expect(await domain.state()).toEqual({ state: 'shutoff', reason: 'crashed' });
  await expect(hypervisor.domainCoreDumpWithFormat(domain.ref, '/saves/core', 1, 0, {})).rejects.toMatchObject({
    code: 'VIR_ERR_OPERATION_UNSUPPORTED',
  });
});

test.each([
  ['/saves/none', 'VIR_ERR_SYSTEM_ERROR', "cannot read domain image '/saves/none': No such file or directory"],
  ['/saves/junk', 'VIR_ERR_INTERNAL_ERROR', 'mismatched header magic'],
  ['/saves/short', 'VIR_ERR_INTERNAL_ERROR', 'length of metadata out of range'],
])('restoring %s fails', async (path, code, detail) => {
  const { hypervisor } = connection.families;
  await expect(hypervisor.domainRestoreParams(file(path), 0, {})).rejects.toMatchObject({ code, detail });
});

test('a guest whose image cannot be written runs on', async () => {
  const { hypervisor } = connection.families;
  await expect(hypervisor.domainSaveParams(domain.ref, file('/nowhere/web'), 0, {})).rejects.toMatchObject({
    code: 'VIR_ERR_SYSTEM_ERROR',
    detail: "saving domain 'web' to '/nowhere/web': open failed: No such file or directory",
  });
  expect((await domain.state()).state).toBe('running');
});
