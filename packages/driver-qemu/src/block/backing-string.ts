import type { DiskSource, NetworkSource } from '@virtweave/core-conf';
import { formatJson, type Props } from '../command/json.ts';
import { storageSlice } from './image.ts';
import { sourceUri } from './network-props.ts';
import { targetProps } from './storage-props.ts';

/**
 * How an image names a source that lies below it (`qemuBlockGetBackingStoreString`): a path or URI where that says it all,
 * else QEMU's `json:`.
 *
 * @param format the image below; a folder is named as what it pretends to be
 * @param write writes the JSON
 *
 * @example
 * ```ts
 * backingStoreString({ type: 'network', protocol: 'nbd', name: 'disk', hosts: [{ name: 'storage' }] }); // 'nbd://storage:10809/disk'
 * ```
 */
export function backingStoreString(source: DiskSource, format?: string, write: (props: Props) => string = formatJson): string {
  const slice = storageSlice(source);
  if (slice === undefined) {
    const simple = simpleName(source, format);
    if (simple !== undefined) return simple;
  }
  const target = targetProps(source);
  const file: Props =
    slice === undefined ? target : { driver: 'raw', offset: BigInt(slice.offset), size: BigInt(slice.size), file: target };
  return `json:{"file":${write(file)}}`;
}

function simpleName(source: DiskSource, format: string | undefined): string | undefined {
  switch (source.type) {
    case 'file':
      return source.file ?? '';
    case 'block':
      return source.dev ?? '';
    case 'dir':
      return format === 'fat' ? `fat:${source.dir ?? ''}` : (source.dir ?? '');
    case 'network':
      return hasPlainUri(source) ? sourceUri(source) : undefined;
    default:
      return undefined;
  }
}

const withUri: ReadonlySet<string> = new Set(['nbd', 'http', 'https', 'ftp', 'ftps', 'tftp', 'iscsi', 'gluster']);

/** Does a URI say everything? */
function hasPlainUri(source: NetworkSource): boolean {
  const { hosts = [], protocol, timeout, cookies = [], ssl } = source;
  const [host] = hosts;
  const tcp = host?.transport === undefined || host.transport === 'tcp';
  const plain = timeout === undefined && cookies.length === 0 && ssl?.verify === undefined;
  return withUri.has(protocol) && hosts.length === 1 && tcp && plain;
}
