import { expect, test } from '@jest/globals';
import { readBackingChain, type ChainHost } from '../../src/image/index.ts';
import { followMutations, stat } from './mutate.ts';
import { qcow2 } from './sample-images.ts';

test('chains of 3,000 mutated images of every format end in a value or one VirtError, and nothing is read that they do not name', async () => {
  const { faults, chains, refused, deep } = await followMutations(3000, 20_261_122);
  expect(faults).toEqual([]);
  // Enough of each: the changes leave some images whole, and break others.
  expect(chains).toBeGreaterThan(500);
  expect(refused).toBeGreaterThan(500);
  expect(deep).toBeGreaterThan(100);
});

test('a host on which every file names another ends at the depth limit', async () => {
  let opened = 0;
  const host: ChainHost = {
    stat: async (path) => ({ ...stat, type: 'file', inode: BigInt(path.slice(2)) }),
    realPath: async (path) => path,
    readFile: async (path) => {
      opened += 1;
      return qcow2({ clusterBits: 9, backing: `/i${Number(path.slice(2)) + 1}`, backingFormat: 'qcow2' });
    },
  };
  await expect(readBackingChain(host, '/i0', { format: 'qcow2', maxDepth: 30 })).rejects.toThrow('too deeply nested');
  expect(opened).toBe(30);
});
