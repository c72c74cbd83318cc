import { oneOf, onOff, str, uint, type Codec, type Int64 } from '../../table/codec.ts';
import { attr, attrRequired, flag, property, type Required } from '../../table/field.ts';
import { child, childRequired, union } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';
import { bytesLeaf, kibAttribute } from '../../common/size.ts';
import { idmap, type Idmap } from '../idmap.ts';
import { bootableInfo, virtioModels, virtioOptions, type BootableInfo, type VirtioModel, type VirtioOptions } from './device-info.ts';

/** `<filesystem>`: a folder of the host inside the guest. */
export interface Filesystem extends BootableInfo {
  /** What is shared; `source.type` is written as `<filesystem type='..'>`. */
  source: FilesystemSource;
  accessmode?: 'passthrough' | 'mapped' | 'squash';
  /** Octal modes of new files and folders, as written. */
  fmode?: string;
  dmode?: string;
  multidevs?: 'default' | 'remap' | 'forbid' | 'warn';
  model?: VirtioModel;
  driver?: FilesystemDriver;
  binary?: VirtiofsBinary;
  idmap?: Idmap;
  target: { dir: string };
  readonly?: true;
  /** Bytes. */
  spaceHardLimit?: Int64;
  spaceSoftLimit?: Int64;
}

export type FilesystemSource =
  | { type: 'mount'; dir?: string; socket?: string }
  | { type: 'bind'; dir?: string }
  | { type: 'block'; dev?: string }
  | { type: 'file'; file?: string }
  | { type: 'template'; name?: string }
  | {
      type: 'ram';
      /** KiB. */
      usage?: number;
    }
  | { type: 'volume'; pool?: string; volume?: string };

export interface FilesystemDriver extends VirtioOptions {
  type?: string;
  wrpolicy?: 'immediate';
  format?: string;
  name?: string;
  queue?: number;
}

/** How the virtiofs daemon is run. */
export interface VirtiofsBinary {
  path?: string;
  xattr?: boolean;
  cache?: { mode?: 'none' | 'always' };
  sandbox?: { mode?: 'namespace' | 'chroot' };
  lock?: { posix?: boolean; flock?: boolean };
  threadPool?: number;
  openfiles?: number;
}

const source: Required<FilesystemSource> = union<FilesystemSource>(
  'type',
  () => ({
    mount: { dir: attr('dir', str), socket: attr('socket', str) },
    bind: { dir: attr('dir', str) },
    block: { dev: attr('dev', str) },
    file: { file: attr('file', str) },
    template: { name: attr('name', str) },
    ram: { usage: kibAttribute('usage', 'units') },
    volume: { pool: attr('pool', str), volume: attr('volume', str) },
  }),
  { body: 'source', fallback: 'mount' },
);

/** Permissions: octal, written with four digits. */
const fileMode: Codec<string> = {
  ...str,
  parse: (text) => (/^0*[0-7]{1,4}$/.test(text) ? text.replace(/^0+(?=.)/, '').padStart(4, '0') : undefined),
};

const driver: Table<FilesystemDriver> = table<FilesystemDriver>(() => ({
  type: attr('type', str),
  format: attr('format', str),
  name: attr('name', str),
  wrpolicy: attr('wrpolicy', oneOf('immediate')),
  queue: attr('queue', uint),
  ...virtioOptions,
}));

const binary: Table<VirtiofsBinary> = table<VirtiofsBinary>(() => ({
  path: attr('path', str),
  xattr: attr('xattr', onOff),
  cache: child('cache', table<NonNullable<VirtiofsBinary['cache']>>(() => ({ mode: attr('mode', oneOf('none', 'always')) }))),
  sandbox: child(
    'sandbox',
    table<NonNullable<VirtiofsBinary['sandbox']>>(() => ({ mode: attr('mode', oneOf('namespace', 'chroot')) })),
  ),
  lock: child(
    'lock',
    table<NonNullable<VirtiofsBinary['lock']>>(() => ({ posix: attr('posix', onOff), flock: attr('flock', onOff) })),
  ),
  threadPool: property('thread_pool', 'size', uint),
  openfiles: property('openfiles', 'max', uint),
}));

export const filesystem: Table<Filesystem> = table<Filesystem>(() => ({
  accessmode: attr('accessmode', oneOf('passthrough', 'mapped', 'squash')),
  fmode: attr('fmode', fileMode),
  dmode: attr('dmode', fileMode),
  multidevs: attr('multidevs', oneOf('default', 'remap', 'forbid', 'warn')),
  model: attr('model', oneOf(...virtioModels)),
  driver: child('driver', driver),
  binary: child('binary', binary),
  idmap: child('idmap', idmap),
  source,
  target: childRequired('target', table<{ dir: string }>(() => ({ dir: attrRequired('dir', str) }))),
  readonly: flag('readonly'),
  ...bootableInfo,
  spaceHardLimit: bytesLeaf('space_hard_limit'),
  spaceSoftLimit: bytesLeaf('space_soft_limit'),
}));

