import { randomUuid, systemRandom, type RandomBytes } from '@virtweave/core-util/values';
import { sanitizePath } from './path.ts';
import type { StoragePoolSource } from './pool-source.ts';
import type { StoragePool } from './pool.ts';
import { poolTraits, type PoolTraits, type SourcePart } from './pool-types.ts';

/** What a part of `<source>` is called in the object. */
const keys: Readonly<Record<Exclude<SourcePart, 'protocol'>, keyof StoragePoolSource>> = {
  host: 'hosts',
  device: 'devices',
  dir: 'dir',
  adapter: 'adapter',
  name: 'name',
  initiator: 'initiator',
};

/**
 * Fills in what the definition of a pool leaves open, and drops what means nothing to a pool of its type; changes the object
 * that it is given.
 */
export function completeStoragePool(pool: StoragePool, options: { readonly random?: RandomBytes } = {}): StoragePool {
  const traits = poolTraits[pool.type];
  pool.uuid ??= randomUuid(options.random ?? systemRandom);
  pool.capacity = 0;
  pool.allocation = 0;
  pool.available = 0;
  completeSource(pool, traits);
  completeTarget(pool, traits);
  if (traits.mountOptions !== true) delete pool.mountOptions;
  if (traits.configOptions !== true) delete pool.configOptions;
  return pool;
}

function completeSource({ type, name, source }: StoragePool, traits: PoolTraits): void {
  for (const [part, key] of Object.entries(keys)) {
    if (!traits.source.includes(part as SourcePart)) Reflect.deleteProperty(source, key);
  }
  for (const device of source.devices ?? []) delete device.freeExtents;
  if (type === 'gluster') source.dir ??= '/';
  if (source.dir !== undefined) source.dir = sanitizePath(source.dir);
  if (traits.source.includes('name') && type !== 'rbd') source.name ??= name;
  if (traits.sourceFormats === undefined) delete source.format;
  else source.format ??= traits.sourceFormats.fallback;
}

function completeTarget(pool: StoragePool, { network, targetPath }: PoolTraits): void {
  if (network === true) {
    delete pool.target;
    return;
  }
  if (targetPath !== undefined) {
    pool.target = { ...pool.target, path: targetPath.replace('%s', () => pool.source.name ?? pool.name) };
  }
  if (pool.target?.path !== undefined) pool.target.path = sanitizePath(pool.target.path);
}
