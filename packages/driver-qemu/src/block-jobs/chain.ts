import type { BackingStore, Disk } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import { queryBlock } from '../block/live-disk.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { nodesBelow } from '../hotplug/nodes.ts';
import { isJsonObject, type Json, type JsonObject } from '../qmp/index.ts';

/** An image of a running disk, as QEMU has it open. */
export interface ChainNode {
  /** QEMU's name of it; one that QEMU made up when the image itself named what lies below. */
  readonly node: string;
  readonly file: string;
  readonly format: string;
  /** Bytes that the guest sees. */
  readonly capacity: bigint;
}

/** The images of a disk from the top, as QEMU has them now. Empty when there is no medium. */
export async function liveChain(running: Pick<RunningGuest, 'monitor'>, disk: Disk, signal?: AbortSignal): Promise<readonly ChainNode[]> {
  const state = await queryBlock(running, signal);
  const nodes = await allNodes(running, signal);
  const inserted = state.deviceOf(disk)?.inserted;
  const chain: ChainNode[] = [];
  let entry = state.entryOf(disk);
  let name = isJsonObject(inserted) ? inserted['node-name'] : undefined;
  while (entry !== undefined && typeof name === 'string') {
    const node = nodes.get(name);
    const image = isJsonObject(node?.image) ? node.image : {};
    // A format's own name may be all its options; that of the file below it is its path.
    const below = isJsonObject(entry.parent) ? nodes.get(String(entry.parent['node-name'])) : undefined;
    const file = String(below?.file ?? node?.file ?? '');
    chain.push({ node: name, file, format: String(node?.drv ?? ''), capacity: bytes(image['virtual-size']) });
    entry = isJsonObject(entry.backing) ? entry.backing : undefined;
    name = entry?.['node-name'];
  }
  return chain;
}

async function allNodes({ monitor }: Pick<RunningGuest, 'monitor'>, signal?: AbortSignal): Promise<ReadonlyMap<string, JsonObject>> {
  const reply = await monitor.execute('query-named-block-nodes', { flat: true }, signal === undefined ? {} : { signal });
  const nodes = Array.isArray(reply) ? (reply as readonly Json[]).filter(isJsonObject) : [];
  return new Map(nodes.map((node) => [String(node['node-name']), node]));
}

function bytes(value: Json | undefined): bigint {
  return typeof value === 'number' || typeof value === 'bigint' ? BigInt(value) : 0n;
}

/**
 * The image of a chain that a user names: by its file, or as `vda[1]` by its place.
 *
 * @throws VirtError VIR_ERR_INVALID_ARG, in libvirt's words
 */
export function findImage(chain: readonly ChainNode[], disk: Disk, name: string): number {
  const place = /^(.*)\[(\d+)\]$/.exec(name);
  const at = place?.[1] === disk.target.dev ? Number(place[2]) : chain.findIndex(({ file }) => file === name);
  if (at >= 0 && at < chain.length) return at;
  throw new VirtError('VIR_ERR_INVALID_ARG', `could not find image '${name}' in chain for '${chain[0]?.file ?? ''}'`, { domain: 'VIR_FROM_STORAGE' });
}

/** What lies below the top of a chain, as a document says it. */
export function backingStores(chain: readonly ChainNode[]): BackingStore | 'end' {
  return chain
    .slice(1)
    .reduceRight<BackingStore | 'end'>(
      (below, { file, format }) => ({ format: { type: format }, source: { type: 'file', file }, backingStore: below }),
      'end',
    );
}

/** Removes nodes of ours that no drive uses any more. What a job or an export still uses stays. */
export async function removeUnusedNodes(running: Pick<RunningGuest, 'monitor'>): Promise<void> {
  const { monitor } = running;
  const entries = await monitor.execute('query-blockstats');
  const used = new Set(Array.isArray(entries) ? (entries as readonly Json[]).filter(isJsonObject).flatMap(nodesBelow) : []);
  let left = [...(await allNodes(running)).keys()].filter((name) => name.startsWith('libvirt-') && !used.has(name));
  for (let before = left.length + 1; left.length > 0 && left.length < before; ) {
    before = left.length;
    const still: string[] = [];
    // One that another one of them uses goes after it.
    for (const name of left) await monitor.execute('blockdev-del', { 'node-name': name }).catch(() => void still.push(name));
    left = still;
  }
}
