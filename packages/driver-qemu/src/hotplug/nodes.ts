import type { Disk } from '@virtweave/core-conf';
import { queryBlock } from '../block/live-disk.ts';
import type { QemuArgument } from '../command/index.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { isJsonObject, type Json, type JsonObject, type QmpExecutor } from '../qmp/index.ts';

const numbered = /libvirt-(\d+)-/g;

/** The highest number in the name of a node that QEMU has. */
export async function highestNode(monitor: QmpExecutor): Promise<number> {
  const nodes = await monitor.execute('query-named-block-nodes', { flat: true });
  const names = Array.isArray(nodes) ? (nodes as readonly Json[]).filter(isJsonObject).map((node) => String(node['node-name'])) : [];
  return Math.max(0, ...names.map((name) => Number(/^libvirt-(\d+)-/.exec(name)?.[1] ?? 0)));
}

/** The same options with numbers in names of nodes that QEMU has not used. */
export function renumberNodes(options: readonly QemuArgument[], above: number): readonly QemuArgument[] {
  return options.map((one) =>
    one.value === undefined ? one : { ...one, value: one.value.replace(numbered, (_, number: string) => `libvirt-${Number(number) + above}-`) },
  );
}

/** Names of a disk's nodes, users before what they use. */
export async function nodesOfDisk(running: Pick<RunningGuest, 'monitor'>, disk: Disk): Promise<readonly string[]> {
  const entry = (await queryBlock(running)).entryOf(disk);
  return entry === undefined ? [] : nodesBelow(entry);
}

/** Names of all nodes of an entry of `query-blockstats`. */
export function nodesBelow(entry: JsonObject): readonly string[] {
  const names: string[] = [];
  const walk = (node: JsonObject): void => {
    const name = node['node-name'];
    // Nodes without a name of ours go with those above them.
    if (typeof name === 'string' && !name.startsWith('#')) names.push(name);
    for (const next of [node['parent'], node['backing']]) if (isJsonObject(next)) walk(next);
  };
  walk(entry);
  return names;
}
