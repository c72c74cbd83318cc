import type { StoragePool, StoragePoolSource, StoragePoolSources } from '@virtweave/core-conf/storage';
import { parseGlusterVolumes } from '@virtweave/core-util/image';
import { storageError } from '../errors.ts';
import { askTool, type Machine } from '../machine.ts';
import type { Backend } from './backend.ts';
import { mounted, mountPool } from './file-system.ts';
import { buildFolder } from './local-folder.ts';

/** `netfs`: a file system of another machine. */
export const networkFileSystem: Backend = {
  ...mounted,
  async start(pool, machine) {
    checkSource(pool);
    await mountPool(pool, machine);
  },
  build: (pool, _options, machine) => buildFolder(pool, machine),
  findSources,
};

function checkSource({ source }: StoragePool): void {
  const [host, ...more] = source.hosts ?? [];
  if (host === undefined || more.length > 0) throw storageError('VIR_ERR_INTERNAL_ERROR', 'Expected exactly 1 host for the storage pool');
  if (host.name === '') throw storageError('VIR_ERR_INTERNAL_ERROR', 'missing source host');
  if (source.dir === undefined) throw storageError('VIR_ERR_INTERNAL_ERROR', 'missing source path');
}

/** What a server offers: its NFS exports, and its Gluster volumes. */
async function findSources(question: StoragePoolSource | undefined, machine: Machine): Promise<StoragePoolSources> {
  const [host] = question?.hosts ?? [];
  if (host === undefined) throw storageError('VIR_ERR_INVALID_ARG', 'hostname must be specified for netfs sources');
  const exported = (await toolOutput(machine, 'showmount', ['--no-headers', '--exports', host.name])).split('\n').flatMap(exportOf);
  const report = await toolOutput(machine, 'gluster', ['--xml', '--log-file=/dev/null', `--remote-host=${host.name}`, 'volume', 'info', 'all']);
  const volumes = report === '' ? [] : parseGlusterVolumes(report);
  const sources: StoragePoolSource[] = [
    ...exported.map((dir) => ({ hosts: [host], dir, format: 'nfs' })),
    ...volumes.map((name) => ({ hosts: [host], dir: name, format: 'glusterfs' })),
  ];
  if (sources.length === 0) throw storageError('VIR_ERR_OPERATION_FAILED', `no storage pools were found on host '${host.name}'`);
  return { sources };
}

/** `/export  10.0.0.0/8,host`: the folder may hold blanks, who may mount it does not. */
function exportOf(line: string): readonly string[] {
  const folder = /^(\/.*?)\s+\S+$/.exec(line.trim())?.[1];
  return folder === undefined ? [] : [folder];
}

/** What a program prints; nothing when it fails or is not there, since the host may have no such server. */
async function toolOutput(machine: Machine, program: string, args: readonly string[]): Promise<string> {
  try {
    const { status, stdout } = await askTool(machine, program, args);
    return status === 0 ? stdout : '';
  } catch (error) {
    if (machine.call.signal?.aborted === true) throw error;
    return '';
  }
}
