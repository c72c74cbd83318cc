import { VirtError } from '@virtweave/core-util';
import type { BlockNodes, DirtyBitmap } from './block-nodes.ts';
import { addBitmap, mergeBitmaps, removeBitmap, type BitmapOf, type TransactionAction } from './transaction.ts';

/**
 * Dirty bitmaps over a chain of images. A checkpoint's bitmap has one part in every image that was on top since the
 * checkpoint was made, so it begins in the top image and goes down without a gap.
 *
 * A chain is given by the names of its nodes, the top one first.
 */
export type NodeChain = readonly string[];

/** Notes, while a job finishes, what the guest writes to the image that takes over. */
export const activeWriteBitmap = 'libvirt-tmp-activewrite';

const bitmapOf = (nodes: BlockNodes, node: string, name: string): DirtyBitmap | undefined =>
  nodes.get(node)?.bitmaps.find((bitmap) => bitmap.name === name);

/** Does the bitmap tell what was written since its checkpoint (`qemuBlockBitmapChainIsValid`)? */
export function isBitmapValid(chain: NodeChain, bitmap: string, nodes: BlockNodes): boolean {
  let found = false;
  let ended = false;
  for (const node of chain) {
    const part = bitmapOf(nodes, node, bitmap);
    if (part === undefined) {
      ended = true;
      continue;
    }
    if (ended || part.inconsistent || !part.persistent || !part.recording) return false;
    found = true;
  }
  return found;
}

/** What is to be done when a checkpoint is deleted. */
export interface BitmapDeletion {
  readonly actions: readonly TransactionAction[];
  /** Nodes that are open for reading only and must be opened for writing first, the lowest first. */
  readonly reopen: readonly string[];
}

/**
 * Removes the bitmap of a checkpoint from a disk.
 *
 * @param target name of the disk, for the message
 * @throws VirtError VIR_ERR_INTERNAL_ERROR when no image has it
 */
export function deleteBitmap(chain: NodeChain, bitmap: string, nodes: BlockNodes, target: string): BitmapDeletion {
  const holders = chain.filter((node) => bitmapOf(nodes, node, bitmap) !== undefined);
  if (holders.length === 0) {
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', `bitmap '${bitmap}' not found in backing chain of '${target}'`, {
      domain: 'VIR_FROM_QEMU',
    });
  }
  return {
    actions: holders.map((node) => removeBitmap({ node, name: bitmap })),
    reopen: holders.filter((node) => node !== chain[0]).reverse(),
  };
}

/** The bitmap that tells a backup what has changed since a checkpoint: all its parts, put together in a new one. */
export function backupBitmap(chain: NodeChain, checkpoint: string, nodes: BlockNodes, target: BitmapOf): readonly TransactionAction[] {
  const parts = partsOf(chain, checkpoint, nodes);
  if (parts === undefined) return [];
  return [
    addBitmap(target, { persistent: false, disabled: true, granularity: parts.granularity }),
    mergeBitmaps(target, parts.sources),
  ];
}

/**
 * What is to be done when a copy takes over: the copy gets the bitmaps of the images that it replaces.
 *
 * @param shallow only the top image was copied
 * @param mirror node of the copy, where {@link activeWriteBitmap} notes what was written meanwhile
 */
export function blockcopyBitmaps(
  chain: NodeChain,
  shallow: boolean,
  mirror: string,
  nodes: BlockNodes,
): readonly TransactionAction[] {
  return takeOver(chain, shallow ? chain.slice(0, 1) : chain, mirror, nodes, true);
}

/**
 * What is to be done when images are committed into a lower one.
 *
 * @param top index in the chain of the highest image that is committed
 * @param base index of the image that takes the data
 */
export function blockcommitBitmaps(
  chain: NodeChain,
  top: number,
  base: number,
  nodes: BlockNodes,
): readonly TransactionAction[] {
  const node = chain[base];
  if (node === undefined) return [];
  // Only an image that the guest writes to needs a note of what is written at the end.
  return takeOver(chain.slice(top), chain.slice(top, base), node, nodes, top === 0);
}

/**
 * @param chain from the highest image whose bitmaps are taken over, down to the end
 * @param replaced its part that goes away
 */
function takeOver(
  chain: NodeChain,
  replaced: NodeChain,
  target: string,
  nodes: BlockNodes,
  active: boolean,
): readonly TransactionAction[] {
  const write: BitmapOf = { node: target, name: activeWriteBitmap };
  const actions: TransactionAction[] = [];
  const bitmaps = nodes.get(chain[0] ?? '')?.bitmaps ?? [];
  for (const { name } of [...bitmaps].reverse()) {
    if (!isBitmapValid(chain, name, nodes)) continue;
    const parts = partsOf(replaced, name, nodes);
    if (parts === undefined) continue;
    if (bitmapOf(nodes, target, name) === undefined)
      actions.push(addBitmap({ node: target, name }, { persistent: true, disabled: false, granularity: parts.granularity }));
    actions.push(mergeBitmaps({ node: target, name }, active ? [...parts.sources, write] : parts.sources));
  }
  if (active) actions.push(removeBitmap(write));
  return actions;
}

/** The parts of a bitmap, from the top as far as it goes. */
function partsOf(
  chain: NodeChain,
  name: string,
  nodes: BlockNodes,
): { readonly sources: readonly BitmapOf[]; readonly granularity: number } | undefined {
  const sources: BitmapOf[] = [];
  let granularity: number | undefined;
  for (const node of chain) {
    const part = bitmapOf(nodes, node, name);
    if (part === undefined) break;
    granularity ??= part.granularity;
    sources.push({ node, name });
  }
  return granularity === undefined ? undefined : { sources, granularity };
}
