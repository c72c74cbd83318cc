import type { StorageVol, StorageVolBackingStore, StorageVolTarget } from '@virtweave/core-conf/storage';
import { getLogger, type Logger } from '@virtweave/core-util';
import { VirtError, isVirtError } from '@virtweave/core-util/errors';
import {
  imageReader,
  localPath,
  parseBackingStore,
  readImageMetadata,
  type ImageMetadata,
  type WantedFormat,
} from '@virtweave/core-util/image';
import { runTool, type Machine } from '../machine.ts';
import { factsOfFile, type FileFacts } from './file-facts.ts';

const log: Logger = getLogger('storage.storage_util');

/** The volume that a file of a pool's folder is; undefined for what is none: pipes, sockets, links that lead nowhere. */
export async function describeFile(machine: Machine, path: string, facts: FileFacts): Promise<StorageVol | undefined> {
  const { name, type, permissions, timestamps } = facts;
  switch (type) {
    case 'folder': {
      const target = { path, format: 'dir', permissions, timestamps };
      return { type: 'dir', name, key: path, capacity: 0, allocation: 0, target };
    }
    case 'file':
      return { type: 'file', name, key: path, ...(await describeImage(machine, path, facts, facts.size)) };
    case 'block': {
      const size = await deviceSize(machine, path);
      return { type: 'block', name, key: path, ...(await describeImage(machine, path, { ...facts, allocation: size }, size)) };
    }
    default:
      return undefined;
  }
}

/** Bytes of a block device. */
export async function deviceSize(machine: Machine, path: string): Promise<bigint> {
  return BigInt((await runTool(machine, 'blockdev', ['--getsize64', path], `cannot get the size of '${path}'`)).trim());
}

type Described = Pick<StorageVol, 'capacity' | 'allocation' | 'physical' | 'target' | 'backingStore'>;

/** What is known of an image, by its header and by the file system. */
async function describeImage(machine: Machine, path: string, facts: FileFacts, size: bigint): Promise<Described> {
  const { permissions, timestamps, allocation } = facts;
  const metadata = await probe(machine, path, 'auto');
  const target: StorageVolTarget = { path, format: formatOf(metadata), permissions, timestamps, ...targetParts(metadata) };
  const backingStore = metadata.backingStore === undefined ? undefined : await describeBacking(machine, path, metadata);
  return {
    capacity: metadata.capacity ?? size - BigInt(metadata.encryption?.payloadOffset ?? 0),
    allocation,
    physical: size,
    target,
    ...(backingStore !== undefined && { backingStore }),
  };
}

/** libvirt knows no VHDX, and takes it for raw. */
function formatOf({ format }: ImageMetadata): string {
  return format === 'vhdx' ? 'raw' : format;
}

function targetParts({ format, compat, features, clusterSize, encryption }: ImageMetadata): Partial<StorageVolTarget> {
  const shown = (features ?? []).filter((feature) => feature !== 'data_file_raw');
  return {
    ...(encryption !== undefined && { encryption: { format: encryption.format } }),
    // The first version of qcow2 has no features, and libvirt does not name it.
    ...(format === 'qcow2' && compat === '1.1' && { compat, features: shown }),
    ...(clusterSize !== undefined && { clusterSize }),
  };
}

/** An image that makes no sense is raw data to us: one bad file must not cost the pool. */
async function probe(machine: Machine, path: string, format: WantedFormat): Promise<ImageMetadata> {
  const { host, call } = machine;
  try {
    return await readImageMetadata(imageReader(host, path, { signal: call.signal }), format);
  } catch (error) {
    if (!isVirtError(error)) throw error;
    log.warning(`${path}: ${error.message}`);
    return { format: 'raw' };
  }
}

/** The image below: where it is and what it is. One that cannot be looked at counts as raw, as with libvirt. */
async function describeBacking(machine: Machine, path: string, metadata: ImageMetadata): Promise<StorageVolBackingStore> {
  const text = metadata.backingStore as string;
  const below = resolve(text, path);
  if (below === undefined) return { path: text, format: 'raw' };
  const facts = await factsOfFile(machine, below);
  const { backingFormat = 'auto' } = metadata;
  if (facts === undefined || (facts.type !== 'file' && facts.type !== 'block')) {
    return { path: below, format: backingFormat === 'auto' ? 'raw' : backingFormat };
  }
  const format = backingFormat === 'auto' ? formatOf(await probe(machine, below, 'auto')) : backingFormat;
  return { path: below, format, permissions: facts.permissions, timestamps: facts.timestamps };
}

/** Path of a backing store on this machine; undefined when it is elsewhere. */
function resolve(text: string, by: string): string | undefined {
  try {
    const file = localPath(parseBackingStore(text).source);
    if (file === undefined || file.startsWith('/')) return file;
    return `${by.slice(0, by.lastIndexOf('/'))}/${file}`;
  } catch (error) {
    if (error instanceof VirtError) return undefined;
    throw error;
  }
}
