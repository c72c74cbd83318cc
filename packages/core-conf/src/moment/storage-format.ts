import { oneOf, type Codec } from '../table/codec.ts';

/** Formats of images that libvirt has a name for. */
export type StorageFormat =
  | 'raw'
  | 'dir'
  | 'bochs'
  | 'cloop'
  | 'dmg'
  | 'iso'
  | 'vpc'
  | 'vdi'
  | 'fat'
  | 'vhd'
  | 'ploop'
  | 'cow'
  | 'qcow'
  | 'qcow2'
  | 'qed'
  | 'vmdk';

export const storageFormat: Codec<StorageFormat> = oneOf(
  'raw',
  'dir',
  'bochs',
  'cloop',
  'dmg',
  'iso',
  'vpc',
  'vdi',
  'fat',
  'vhd',
  'ploop',
  'cow',
  'qcow',
  'qcow2',
  'qed',
  'vmdk',
);
