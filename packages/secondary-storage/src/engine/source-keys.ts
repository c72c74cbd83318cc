import type { StoragePool } from '@virtweave/core-conf/storage';

/** What a pool lies on, as texts: pools with one in common are in each other's way. */
export function sourceKeys({ type, source, target }: StoragePool): readonly string[] {
  const hosts = (source.hosts ?? []).map(({ name, port }) => `${name}:${port ?? ''}`).join(',');
  const devices = (source.devices ?? []).map(({ path }) => `device ${path}`);
  switch (type) {
    case 'dir':
      return [`dir ${target?.path ?? ''}`];
    case 'netfs':
      return [`netfs ${hosts} ${source.dir ?? ''}`];
    case 'gluster':
      return [`gluster ${hosts} ${source.dir ?? ''} ${source.name ?? ''}`];
    case 'vstorage':
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
      return [`${type} ${source.name ?? ''}`, ...devices];
    case 'fs':
    case 'disk':
      return devices;
    case 'mpath':
      return ['mpath'];
  }
}
