import type { Backend } from './backend.ts';
import { fileVolumes } from './file-volumes.ts';
import { buildFolder, deleteFolder, lookAtFolder } from './local-folder.ts';

/** `dir`: a folder of this machine. */
export const directory: Backend = {
  build: (pool, _options, machine) => buildFolder(pool, machine),
  delete: deleteFolder,
  look: lookAtFolder,
  volumes: fileVolumes,
};
