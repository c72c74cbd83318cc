import { formatStoragePoolSources, readStoragePoolSource, type StoragePoolSource } from '@virtweave/core-conf';
import { testError } from '../errors.ts';

/** Volume groups that a search for logical pools finds. */
const volumeGroups: readonly StoragePoolSource[] = [
  { devices: [{ path: '/dev/sda20' }], name: 'testvg1', format: 'lvm2' },
  { devices: [{ path: '/dev/sda21' }], name: 'testvg2', format: 'lvm2' },
];

/** What pools could be made of, on a host that has nothing. */
export function findSources(type: string, question: string | undefined): string {
  if (type === 'dir') throw testError('VIR_ERR_INTERNAL_ERROR', `unknown storage pool type ${type}`);
  const source = question === undefined ? undefined : readStoragePoolSource(question);
  if (type === 'logical') return formatStoragePoolSources({ sources: [...volumeGroups] });
  if (type !== 'netfs') throw testError('VIR_ERR_NO_SUPPORT', `pool type '${type}' does not support source discovery`);
  const [host] = source?.hosts ?? [];
  if (host === undefined) throw testError('VIR_ERR_INVALID_ARG', 'hostname must be specified for netfs sources');
  return formatStoragePoolSources({ sources: [{ hosts: [host], dir: '/testshare', format: 'nfs' }] });
}
