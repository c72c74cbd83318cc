/**
 * Formats of disk images, under the names that documents use, in libvirt's order: the position is libvirt's number of the
 * format (`virStorageFileFormat`). `vhdx` is ours: libvirt takes such images for raw ones.
 */
export const imageFormats = [
  'none', 'raw', 'dir', 'bochs', 'cloop', 'dmg', 'iso', 'vpc', 'vdi',
  'fat', 'vhd', 'ploop', 'cow', 'qcow', 'qcow2', 'qed', 'vmdk', 'vhdx',
] as const;

/** Format of an image. */
export type ImageFormat = (typeof imageFormats)[number];

/** Format as it is asked for or recorded: `auto` says that nobody has said it. */
export type WantedFormat = ImageFormat | 'auto';

const names: ReadonlySet<string> = new Set(imageFormats);

/** Is this the name of a format? */
export function isImageFormat(name: string): name is ImageFormat {
  return names.has(name);
}

/** libvirt's number of a format; -1 for `auto`. */
export function imageFormatNumber(format: WantedFormat): number {
  return format === 'auto' ? -1 : imageFormats.indexOf(format);
}

/** Protocols of QEMU that an image may name where the format of its backing file belongs: the file is a raw one then. */
const protocols: ReadonlySet<string> = new Set([
  'file', 'host_device', 'host_cdrom', 'nbd', 'rbd', 'gluster', 'iscsi', 'http', 'https', 'ftp', 'ftps', 'ssh', 'nfs', 'nvme',
]);

/** The format that an image records for its backing file; undefined when there is none of that name. */
export function recordedFormat(name: string): ImageFormat | undefined {
  if (protocols.has(name)) return 'raw';
  return isImageFormat(name) && name !== 'none' ? name : undefined;
}
