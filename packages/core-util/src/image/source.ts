/**
 * Where the data of an image are: what the backing store string of an image says. The value has the shape of core-conf's
 * disk source, so it can be put into a document as it is.
 */
export type ImageSource = FileImageSource | BlockImageSource | FolderImageSource | NetworkImageSource | NvmeImageSource;

interface SourceCommon {
  /** The part of the source that is the image, in bytes. */
  slices?: { type: 'storage'; offset: number | bigint; size: number | bigint }[];
}

export interface FileImageSource extends SourceCommon {
  type: 'file';
  file: string;
}

/** A block device of the host. */
export interface BlockImageSource extends SourceCommon {
  type: 'block';
  dev: string;
}

export interface FolderImageSource extends SourceCommon {
  type: 'dir';
  dir: string;
}

export interface NetworkImageSource extends SourceCommon {
  type: 'network';
  protocol: ImageProtocol;
  /** Image, volume or path on the server. */
  name?: string;
  query?: string;
  hosts: ImageHost[];
  ssl?: { verify: boolean };
  cookies?: { name: string; value: string }[];
  readahead?: { size: number | bigint };
  timeout?: { seconds: number | bigint };
  initiator?: { iqn: string };
  snapshot?: { name: string };
  config?: { file: string };
  /** NFS: numbers are written with a plus sign. */
  identity?: { user: string; group: string };
}

export interface NvmeImageSource extends SourceCommon {
  type: 'nvme';
  kind: 'pci';
  namespace: number | bigint;
  address: { domain: number; bus: number; slot: number; function: number };
}

export interface ImageHost {
  transport?: 'unix' | 'rdma';
  name?: string;
  port?: number;
  socket?: string;
}

/** Protocols of network storage, and the port where a server listens when none is named; 0: no such port. */
export const protocolPorts = {
  nbd: 10809,
  rbd: 0,
  sheepdog: 7000,
  gluster: 24007,
  iscsi: 3260,
  http: 80,
  https: 443,
  ftp: 21,
  ftps: 990,
  tftp: 69,
  ssh: 22,
  vxhs: 9999,
  nfs: 0,
} as const;

export type ImageProtocol = keyof typeof protocolPorts;

export function isImageProtocol(name: string): name is ImageProtocol {
  return Object.hasOwn(protocolPorts, name);
}

/** Path of a source on the host; undefined when it is elsewhere. */
export function localPath(source: ImageSource): string | undefined {
  if (source.type === 'file') return source.file;
  if (source.type === 'block') return source.dev;
  return source.type === 'dir' ? source.dir : undefined;
}

/** What messages call a source: its path, or its name on the server. */
export function sourceName(source: ImageSource): string {
  return localPath(source) ?? (source.type === 'network' ? (source.name ?? '') : 'nvme');
}
