import { describe, expect, test } from '@jest/globals';
import {
  backupBitmap,
  blockcommitBitmaps,
  blockcopyBitmaps,
  deleteBitmap,
  isBitmapValid,
  readBlockNodes,
  type BlockNodes,
} from '../../src/block/index.ts';

const bitmap = (name: string, more: object = {}): object => ({
  name,
  recording: true,
  persistent: true,
  busy: false,
  granularity: 65536,
  count: 0,
  ...more,
});
/** `top` has bitmaps b and a, `mid` a, `low` none. */
const nodes = (top: object[] = [bitmap('a'), bitmap('b')], mid: object[] = [bitmap('a')], low: object[] = []): BlockNodes =>
  readBlockNodes(
    Object.entries({ top, mid, low }).map(([name, bitmaps]) => ({
      'node-name': name,
      drv: 'qcow2',
      ro: name !== 'top',
      image: { 'virtual-size': 1024, 'actual-size': 512, 'format-specific': { type: 'qcow2', data: { compat: '1.1' } } },
      'dirty-bitmaps': bitmaps,
    })) as never,
  );
const chain = ['top', 'mid', 'low'];

test('nodes are read with size, format and bitmaps', () => {
  expect(nodes().get('mid')).toEqual({
    name: 'mid',
    driver: 'qcow2',
    readonly: true,
    capacity: 1024n,
    physical: 512n,
    compat: '1.1',
    bitmaps: [
      { name: 'a', recording: true, persistent: true, busy: false, inconsistent: false, granularity: 65536, dirty: 0n },
    ],
  });
  expect(readBlockNodes([{ drv: 'file' }, null]).size).toBe(0);
});

describe('isBitmapValid', () => {
  test.each<[string, BlockNodes, boolean]>([
    ['all the way', nodes(), true],
    ['not on top', nodes([]), false],
    ['with a gap', nodes([bitmap('a')], [], [bitmap('a')]), false],
    ['inconsistent', nodes([bitmap('a', { inconsistent: true })]), false],
    ['not recording below', nodes(undefined, [bitmap('a', { recording: false })]), false],
    ['not stored', nodes([bitmap('a', { persistent: false })], []), false],
  ])('%s', (_, given, valid) => expect(isBitmapValid(chain, 'a', given)).toBe(valid));
});

test('a backup gets the parts of all images', () => {
  expect(backupBitmap(chain, 'a', nodes(), { node: 'scratch', name: 'new' })).toEqual([
    {
      type: 'block-dirty-bitmap-add',
      data: { node: 'scratch', name: 'new', persistent: false, disabled: true, granularity: 65536 },
    },
    {
      type: 'block-dirty-bitmap-merge',
      data: { node: 'scratch', target: 'new', bitmaps: [{ node: 'top', name: 'a' }, { node: 'mid', name: 'a' }] },
    },
  ]);
  expect(backupBitmap(chain, 'never', nodes(), { node: 'scratch', name: 'new' })).toEqual([]);
});

test('a deleted checkpoint leaves every image, those below after they were reopened', () => {
  const { actions, reopen } = deleteBitmap(chain, 'a', nodes(), 'vda');
  expect(actions.map(({ data }) => data['node'])).toEqual(['top', 'mid']);
  expect(reopen).toEqual(['mid']);
  expect(() => deleteBitmap(chain, 'never', nodes(), 'vda')).toThrow("bitmap 'never' not found in backing chain of 'vda'");
});

describe('images that go away leave their bitmaps behind', () => {
  const merged = (actions: readonly { type: string; data: object }[]): unknown[] =>
    actions.map(({ type, data }) => {
      const { node, name, target, bitmaps } = data as { node: string; name?: string; target?: string; bitmaps?: { node: string }[] };
      return [type.slice('block-dirty-bitmap-'.length), node, name ?? target, ...(bitmaps ?? []).map((one) => one.node)];
    });

  test('a shallow copy takes those of the top image', () => {
    expect(merged(blockcopyBitmaps(chain, true, 'copy', nodes()))).toEqual([
      ['add', 'copy', 'b'],
      ['merge', 'copy', 'b', 'top', 'copy'],
      ['add', 'copy', 'a'],
      ['merge', 'copy', 'a', 'top', 'copy'],
      ['remove', 'copy', 'libvirt-tmp-activewrite'],
    ]);
  });

  test('a full copy takes all', () => {
    expect(merged(blockcopyBitmaps(chain, false, 'copy', nodes()))).toContainEqual(['merge', 'copy', 'a', 'top', 'mid', 'copy']);
  });

  test('a commit into an image that has the bitmap adds to it', () => {
    expect(merged(blockcommitBitmaps(chain, 0, 1, nodes()))).toEqual([
      ['add', 'mid', 'b'],
      ['merge', 'mid', 'b', 'top', 'mid'],
      ['merge', 'mid', 'a', 'top', 'mid'],
      ['remove', 'mid', 'libvirt-tmp-activewrite'],
    ]);
  });

  test('a commit below the top has no writes to note', () => {
    expect(merged(blockcommitBitmaps(chain, 1, 2, nodes()))).toEqual([
      ['add', 'low', 'a'],
      ['merge', 'low', 'a', 'mid'],
    ]);
    expect(blockcommitBitmaps(chain, 1, 7, nodes())).toEqual([]);
  });
});
