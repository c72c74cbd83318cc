import type { StoragePool } from '@virtweave/core-conf';

/** What a pool lies on, as texts: pools with one in common are in each other's way. */
export function sourceKeys({ type, source, target }: StoragePool): readonly string[] {
  const hosts = (source.hosts ?? []).map(({ name, port }) => `${name}:${port ?? ''}`).join(',');
  const devices = (source.devices ?? []).map(({ path }) => path);
  switch (type) {
    case 'dir':
    case 'vstorage':
      return [`dir ${target?.path ?? ''}`];
    case 'netfs':
    case 'gluster':
      return [`${type} ${hosts} ${source.dir ?? ''} ${type === 'gluster' ? (source.name ?? '') : ''}`];
    case 'rbd':
    case 'sheepdog':
      return [`${type} ${hosts} ${source.name ?? ''}`];
    case 'iscsi':
    case 'iscsi-direct':
      return devices.map((device) => `iscsi ${hosts} ${device} ${source.initiator ?? ''}`);
    case 'scsi':
      return [`scsi ${JSON.stringify(source.adapter)}`];
    case 'logical':
    case 'zfs':
      return [`${type} ${source.name ?? ''}`, ...devices.map((device) => `device ${device}`)];
    case 'fs':
    case 'disk':
      return devices.map((device) => `device ${device}`);
    case 'mpath':
      return ['mpath'];
  }
}
