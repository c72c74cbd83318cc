import type { StoragePool } from '@virtweave/core-conf/storage';
import { runTool } from '../machine.ts';
import type { Backend } from './backend.ts';
import { fileVolumes } from './file-volumes.ts';
import { buildFolder, deleteFolder, lookAtFolder, targetPath } from './local-folder.ts';
import { mountedAt } from './mounts.ts';

/** `vstorage`: a cluster of Virtuozzo Storage, mounted. */
export const vstorage: Backend = {
  isActive: async (pool, machine) => (await mountedAt(machine, targetPath(pool))) !== undefined,
  async start(pool, machine) {
    await runTool(machine, 'vstorage-mount', ['-c', clusterOf(pool), ...permissionsOf(pool), targetPath(pool)]);
  },
  async stop(pool, machine) {
    if ((await mountedAt(machine, targetPath(pool))) !== undefined) await runTool(machine, 'umount', [targetPath(pool)]);
  },
  build: (pool, _options, machine) => buildFolder(pool, machine),
  delete: deleteFolder,
  look: lookAtFolder,
  volumes: fileVolumes,
};

function clusterOf({ source, name }: StoragePool): string {
  return source.name ?? name;
}

/** Mode, and owner and group by their numbers. */
function permissionsOf({ target }: StoragePool): readonly string[] {
  const { mode = 0o700, owner, group } = target?.permissions ?? {};
  return [
    '-m', `0${mode.toString(8)}`,
    ...(group === undefined ? [] : ['-g', String(group)]),
    ...(owner === undefined ? [] : ['-u', String(owner)]),
  ];
}
