import { expect, test } from '@jest/globals';
import { connect, registry } from '@virtweave/core-api';
import driver from '@virtweave/driver-test';
import { prepare } from '../src/networks-and-storage/prepare.ts';

test('prepares a network and a disk, and leaves nothing behind', async () => {
  registry.register(driver);
  const connection = await connect('test:///default');
  const names = async (): Promise<readonly string[]> =>
    [...(await connection.listAllNetworks()), ...(await connection.listAllStoragePools())].map(({ name }) => name);
  const before = await names();
  const lines: string[] = [];
  await prepare('test:///default', (line) => lines.push(line));
  expect(lines).toEqual([
    'guests: 10.99.0.1, bridge virbr99',
    '/var/lib/guests/web.qcow2: 10 GiB',
    'network guests: defined',
    'network guests: started',
    'pool guests: defined',
    'pool guests: created',
    'pool guests: started',
    'pool guests: stopped',
    'pool guests: undefined',
    'network guests: stopped',
    'network guests: undefined',
  ]);
  expect(await names()).toEqual(before);
  await connection.close();
});
