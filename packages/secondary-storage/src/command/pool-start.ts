import type { StoragePool } from '@virtweave/core-conf/storage';
import type { Command } from './command.ts';

/** A guest's disk is data: nothing in there is a device, changes its user when it is run, or is run at all. */
const safeOptions = ['nodev', 'nosuid', 'noexec'];

/** The command that makes the volumes of a pool appear; undefined for pools that need none, or more than one. */
export function poolStartCommand(pool: StoragePool): Command | undefined {
  switch (pool.type) {
    case 'fs':
    case 'netfs':
      return mountCommand(pool);
    case 'logical':
      return { program: 'vgchange', args: ['-aly', volumeGroup(pool)] };
    default:
      return undefined;
  }
}

/** The command that makes the volumes of a pool disappear. */
export function poolStopCommand(pool: StoragePool): Command | undefined {
  switch (pool.type) {
    case 'fs':
    case 'netfs':
      return { program: 'umount', args: [pool.target?.path ?? ''] };
    case 'logical':
      return { program: 'vgchange', args: ['-aln', volumeGroup(pool)] };
    default:
      return undefined;
  }
}

/** What `mount` takes as the source of a file system pool. */
export function mountSource({ type, source }: StoragePool): string {
  const [device] = source.devices ?? [];
  if (type === 'fs') return device?.path ?? '';
  const [host] = source.hosts ?? [];
  const name = host?.name ?? '';
  const dir = source.dir ?? '';
  if (source.format === 'cifs') return `//${name}/${dir}`;
  // Of what names a host only an IPv6 address has colons.
  return `${name.includes(':') ? `[${name}]` : name}:${dir}`;
}

function mountCommand(pool: StoragePool): Command {
  const { type, source, target, mountOptions = [] } = pool;
  const format = source.format ?? 'auto';
  const options = [...safeOptions, ...ownOptions(pool), ...mountOptions];
  // `mount` finds out about NFS by itself, but `-t auto` does not.
  const kind = type === 'netfs' && format === 'auto' ? [] : ['-t', format];
  return { program: 'mount', args: ['-o', options.join(','), ...kind, mountSource(pool), target?.path ?? ''] };
}

/** What a kind of file system must be told. */
function ownOptions({ type, source }: StoragePool): readonly string[] {
  if (type !== 'netfs') return [];
  switch (source.format) {
    case 'glusterfs':
      return ['direct-io-mode=1'];
    case 'cifs':
      return ['guest'];
    case 'nfs':
      return source.protocol === undefined ? [] : [`nfsvers=${source.protocol}`];
    default:
      return [];
  }
}

function volumeGroup({ source, name }: StoragePool): string {
  return source.name ?? name;
}
