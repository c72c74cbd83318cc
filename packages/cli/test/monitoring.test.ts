import { expect, test } from '@jest/globals';
import { shownBytes } from '../src/sizes.ts';
import { runScript } from './run-script.ts';

test.each([
  ['domblklist test --details', ' file   disk   vda   /guest/diskimage1\n', 0],
  ['domblkinfo test vda --human', 'Capacity:       1023.995 GiB\nAllocation:     1.000 TiB\nPhysical:       1.000 TiB\n', 0],
  ['domblkinfo test', "error: command 'domblkinfo' requires <device> option\n", 1],
  ['domblkerror test', 'vda: unspecified error\n', 0],
  ['domiflist test', ' testnet0   network   default   -   aa:bb:cc:dd:ee:ff\n', 0],
  ['domifaddr test', ' testnet0   aa:bb:cc:dd:ee:ff    ipv4         192.168.122.3/24\n', 0],
  ['domifaddr test --source nonsense', "error: Unknown data source 'nonsense'\n", 1],
  ['domif-getlink test AA:bb:cc:dd:ee:ff', 'AA:bb:cc:dd:ee:ff up', 0],
  ['domif-getlink test nonsense', 'error: Interface (dev: nonsense) not found.\n', 1],
  ['dommemstat test --period -1', "error: Invalid collection period value '-1'\n", 1],
  ['domtime test --now --sync', 'error: Options --now and --sync are mutually exclusive\n', 1],
])('%s', async (script, text, status) => expect(await runScript(script)).toEqual({ text, status }));

test('counters have the names that scripts look for', async () => {
  const names = async (script: string): Promise<string[]> =>
    (await runScript(script)).text.trim().split('\n').map((line) => line.split(' ').slice(0, -1).join(' '));
  expect(await names('domblkstat test vda')).toEqual(expect.arrayContaining(['vda rd_req', 'vda rd_bytes', 'vda wr_req', 'vda wr_bytes']));
  expect((await names('domifstat test testnet0')).slice(0, 2)).toEqual(['testnet0 rx_bytes', 'testnet0 rx_packets']);
});

test('sizes for people', () => {
  expect([0n, 1023n, 1024n, 3n * 2n ** 60n].map(shownBytes)).toEqual(['0.000 B', '1023.000 B', '1.000 KiB', '3.000 EiB']);
});
