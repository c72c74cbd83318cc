import type { StoragePool } from '@virtweave/core-conf/storage';
import { poolStartCommand, poolStopCommand } from '../command/pool-start.ts';
import type { Command } from '../command/command.ts';
import { invalidState, storageError } from '../errors.ts';
import { runTool, type Machine } from '../machine.ts';
import type { Backend, BuildOptions } from './backend.ts';
import { requireEmpty } from './device-content.ts';
import { fileVolumes } from './file-volumes.ts';
import { buildFolder, deleteFolder, lookAtFolder, targetPath } from './local-folder.ts';
import { mountedAt } from './mounts.ts';

/** What pools on a file system of their own have in common. */
export const mounted: Omit<Backend, 'start' | 'build'> = {
  isActive: isMounted,
  async stop(pool, machine) {
    if (await isMounted(pool, machine)) await runCommand(machine, poolStopCommand(pool));
  },
  delete: deleteFolder,
  look: lookAtFolder,
  volumes: fileVolumes,
};

/** `fs`: a file system on a device of this machine. */
export const fileSystem: Backend = {
  ...mounted,
  async start(pool, machine) {
    deviceOf(pool);
    await mountPool(pool, machine);
  },
  async build(pool, options, machine) {
    await buildFolder(pool, machine);
    if (options.overwrite || options.noOverwrite) await makeFileSystem(pool, options, machine);
  },
};

/** Mounts a pool's source. What is mounted there already is taken as it is. */
export async function mountPool(pool: StoragePool, machine: Machine): Promise<void> {
  if (!(await isMounted(pool, machine))) await runCommand(machine, poolStartCommand(pool));
}

async function isMounted(pool: StoragePool, machine: Machine): Promise<boolean> {
  return (await mountedAt(machine, targetPath(pool))) !== undefined;
}

async function makeFileSystem(pool: StoragePool, { noOverwrite }: BuildOptions, machine: Machine): Promise<void> {
  const device = deviceOf(pool);
  const { host, call } = machine;
  const format = pool.source.format ?? 'auto';
  if ((await host.stat(device, { signal: call.signal })) === undefined) {
    throw invalidState(`Source device does not exist when formatting pool '${pool.name}'`);
  }
  if (noOverwrite) await requireEmpty(machine, device, format);
  // We looked already: these programs would look once more, and ask.
  const force = /^ext[234]$/.test(format) ? ['-F'] : format === 'xfs' ? ['-f'] : [];
  await runTool(machine, 'mkfs', ['-t', format, ...force, device]);
}

function deviceOf({ source }: StoragePool): string {
  const [device, ...more] = source.devices ?? [];
  if (device === undefined || more.length > 0) {
    throw storageError('VIR_ERR_INTERNAL_ERROR', 'expected exactly 1 device for the storage pool');
  }
  if (device.path === '') throw storageError('VIR_ERR_INTERNAL_ERROR', 'missing source device');
  return device.path;
}

async function runCommand(machine: Machine, command: Command | undefined): Promise<void> {
  if (command !== undefined) await runTool(machine, command.program, command.args);
}
