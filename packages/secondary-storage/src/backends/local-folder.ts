import type { StoragePool, StorageVol } from '@virtweave/core-conf/storage';
import type { PoolContent } from '../engine/pool.ts';
import { storageError } from '../errors.ts';
import { runTool, type Machine } from '../machine.ts';
import { describeFile } from '../volume/describe-file.ts';
import { factsOfFile, factsOfFolder } from '../volume/file-facts.ts';
import { inParallel } from '../volume/in-parallel.ts';

/** Mode of a pool's folder that nobody has said. */
const folderMode = 0o711;

/** Where a pool's volumes are. */
export function targetPath({ name, target }: StoragePool): string {
  if (target?.path === undefined) throw storageError('VIR_ERR_INTERNAL_ERROR', `storage pool '${name}' has no target path`);
  return target.path;
}

/** Looks at a folder: its file system's sizes, and everything in it. */
export async function lookAtFolder(pool: StoragePool, machine: Machine): Promise<PoolContent> {
  const folder = targetPath(pool);
  const files = await factsOfFolder(machine, folder);
  const [own, space, volumes] = await Promise.all([
    factsOfFile(machine, folder),
    fileSystemSpace(machine, folder),
    inParallel(files, (facts) => describeFile(machine, `${folder}/${facts.name}`, facts)),
  ]);
  return {
    ...space,
    found: { source: pool.source, target: { ...pool.target, ...(own !== undefined && { permissions: own.permissions }) } },
    volumes: volumes.filter((volume) => volume !== undefined),
  };
}

/** Sizes of the file system that a path is on. */
export async function fileSystemSpace(machine: Machine, path: string): Promise<Pick<PoolContent, 'capacity' | 'allocation' | 'available'>> {
  const text = await runTool(machine, 'stat', ['-f', '-c', '%S %b %f', '--', path], `cannot statvfs path '${path}'`);
  const [size = 0n, blocks = 0n, free = 0n] = text.trim().split(' ').map(BigInt);
  const capacity = size * blocks;
  const available = size * free;
  return { capacity, available, allocation: capacity - available };
}

/** Makes a pool's folder, and those above it. One that is there gets the permissions that the document asks for. */
export async function buildFolder(pool: StoragePool, machine: Machine): Promise<void> {
  const path = targetPath(pool);
  const { host, call } = machine;
  const { mode, owner, group } = pool.target?.permissions ?? {};
  const above = path.slice(0, path.lastIndexOf('/'));
  if (above !== '') await host.makeFolder(above, { mode: 0o755, signal: call.signal });
  await host.makeFolder(path, { mode: mode ?? folderMode, signal: call.signal });
  if (mode !== undefined) await setMode(machine, path, mode);
  await setOwner(machine, path, owner, group);
  if (pool.features?.cow !== undefined) {
    await runTool(machine, 'chattr', [pool.features.cow ? '-C' : '+C', '--', path], `Failed to set copy-on-write of '${path}'`);
  }
}

/** Removes a pool's folder, which must be empty. */
export async function deleteFolder(pool: StoragePool, machine: Machine): Promise<void> {
  const path = targetPath(pool);
  await runTool(machine, 'rmdir', ['--', path], `failed to remove pool '${path}'`);
}

export async function setMode(machine: Machine, path: string, mode: number): Promise<void> {
  await runTool(machine, 'chmod', [`0${mode.toString(8)}`, '--', path], `cannot set mode of '${path}' to 0${mode.toString(8)}`);
}

export async function setOwner(machine: Machine, path: string, owner?: number, group?: number): Promise<void> {
  if (owner === undefined && group === undefined) return;
  const wanted = `${owner ?? ''}:${group ?? ''}`;
  await runTool(machine, 'chown', [wanted, '--', path], `cannot chown '${path}' to (${wanted.replace(':', ', ')})`);
}

/** Where a volume's file is. `.` and `..` are there already. */
export function pathIn(pool: StoragePool, { name }: Pick<StorageVol, 'name'>): string {
  if (name.includes('/')) {
    throw storageError('VIR_ERR_OPERATION_FAILED', `volume name '${name}' cannot contain '/'`);
  }
  return `${targetPath(pool)}/${name}`;
}
