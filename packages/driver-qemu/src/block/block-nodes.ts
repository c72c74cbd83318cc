import { isJsonObject, type Json, type JsonObject } from '../qmp/index.ts';

/** A dirty bitmap: which parts of an image were written since a checkpoint. */
export interface DirtyBitmap {
  readonly name: string;
  /** It notes what is written. */
  readonly recording: boolean;
  /** A job uses it. */
  readonly busy: boolean;
  /** It is stored in the image. */
  readonly persistent: boolean;
  /** The image was not closed properly: what it says is not to be trusted. */
  readonly inconsistent: boolean;
  /** Bytes. */
  readonly granularity: number;
  /** Bytes. */
  readonly dirty: bigint;
}

/** What QEMU says about a named node (`qemuBlockNamedNodeData`). */
export interface BlockNode {
  readonly name: string;
  readonly driver: string;
  readonly readonly: boolean;
  /** Bytes that the image holds for who reads it. */
  readonly capacity: bigint;
  /** Bytes that it takes, where QEMU knows. */
  readonly physical?: bigint;
  readonly bitmaps: readonly DirtyBitmap[];
  /** qcow2: `0.10`, `1.1`. */
  readonly compat?: string;
  readonly clusterSize?: number;
  readonly extendedL2?: boolean;
}

/** Nodes by name. */
export type BlockNodes = ReadonlyMap<string, BlockNode>;

/** The reply of `query-named-block-nodes`. */
export function readBlockNodes(reply: Json): BlockNodes {
  const nodes = new Map<string, BlockNode>();
  for (const entry of objects(reply)) {
    const name = entry['node-name'];
    if (typeof name === 'string') nodes.set(name, readNode(name, entry));
  }
  return nodes;
}

function readNode(name: string, entry: JsonObject): BlockNode {
  const image = isJsonObject(entry['image']) ? entry['image'] : {};
  const specific = isJsonObject(image['format-specific']) ? image['format-specific']['data'] : undefined;
  const details = isJsonObject(specific) ? specific : {};
  const physical = image['actual-size'];
  const clusterSize = image['cluster-size'];
  return {
    name,
    driver: String(entry['drv'] ?? ''),
    readonly: entry['ro'] === true,
    capacity: bytes(image['virtual-size']),
    ...(physical === undefined ? {} : { physical: bytes(physical) }),
    bitmaps: objects(entry['dirty-bitmaps']).flatMap((bitmap) => readBitmap(bitmap) ?? []),
    ...(typeof details['compat'] === 'string' ? { compat: details['compat'] } : {}),
    ...(typeof clusterSize === 'number' ? { clusterSize } : {}),
    ...(typeof details['extended-l2'] === 'boolean' ? { extendedL2: details['extended-l2'] } : {}),
  };
}

function readBitmap(bitmap: JsonObject): DirtyBitmap | undefined {
  const { name, granularity } = bitmap;
  // Bitmaps without a name are those of jobs.
  if (typeof name !== 'string' || typeof granularity !== 'number') return undefined;
  return {
    name,
    recording: bitmap['recording'] === true,
    busy: bitmap['busy'] === true,
    persistent: bitmap['persistent'] === true,
    inconsistent: bitmap['inconsistent'] === true,
    granularity,
    dirty: bytes(bitmap['count']),
  };
}

const objects = (value: Json | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? (value as readonly Json[]).filter(isJsonObject) : [];

function bytes(value: Json | undefined): bigint {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : 0n;
}
