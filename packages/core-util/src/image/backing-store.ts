import { VirtError } from '../errors/virt-error.ts';
import { parseBackingColon } from './backing-colon.ts';
import { parseBackingJson } from './backing-json.ts';
import { parseBackingUri } from './backing-uri.ts';
import type { ImageFormat } from './formats.ts';
import { protocolPorts, type ImageSource } from './source.ts';

/** What a backing store string says. */
export interface BackingStore {
  readonly source: ImageSource;
  /** False when the string says something that a source cannot hold, such as a password. */
  readonly complete: boolean;
  /** The format, where the string names it too (`json:{"driver":"raw",...}`). */
  readonly format?: ImageFormat;
  /** Who the server is asked as. It does not go into documents, which name a user only together with a secret. */
  readonly user?: string;
  /** `false`: the key of an SSH server need not be a known one. */
  readonly hostKeyCheck?: boolean;
}

/** Longest string that is looked at. */
const limit = 64 * 1024;

/**
 * Parses a string by which an image names the file below it (`virStorageSourceNewFromBackingAbsolute`): a path, a URI
 * (`nbd://host/export`), QEMU's older forms (`nbd:host:port`, `rbd:pool/image`, `fat:/folder`) or its `json:{...}`.
 *
 * @throws VirtError VIR_ERR_INTERNAL_ERROR or VIR_ERR_INVALID_ARG, in libvirt's words
 *
 * @example
 * ```ts
 * parseBackingStore('nbd://storage/disk').source;
 * // { type: 'network', protocol: 'nbd', name: 'disk', hosts: [{ name: 'storage', port: 10809 }] }
 * ```
 */
export function parseBackingStore(text: string): BackingStore {
  if (text === '' || text.length > limit || text.includes('\0')) {
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', `invalid backing protocol string '${text.slice(0, 64)}'`, {
      domain: 'VIR_FROM_STORAGE',
    });
  }
  const parsed = isPath(text) ? { source: { type: 'file', file: text } as const, complete: true } : parseProtocol(text);
  return { ...parsed, source: withDefaultPorts(parsed.source) };
}

/** A string is a path, unless a colon stands before the first slash. */
export function isPath(text: string): boolean {
  return /^[^:]*(?:\/|$)/.test(text);
}

/** Is this the path of a file that is found from the image that names it? */
export function isRelative(text: string): boolean {
  return isPath(text) && !text.startsWith('/');
}

function parseProtocol(text: string): BackingStore {
  if (text.startsWith('fat:')) return { source: { type: 'dir', dir: text.slice('fat:'.length) }, complete: true };
  if (text.startsWith('json:')) return parseBackingJson(text.slice('json:'.length));
  return text.includes('://') ? parseBackingUri(text) : parseBackingColon(text);
}

function withDefaultPorts(source: ImageSource): ImageSource {
  if (source.type !== 'network') return source;
  const port = protocolPorts[source.protocol];
  if (port === 0) return source;
  const hosts = source.hosts.map((host) =>
    host.transport === undefined && host.port === undefined ? { ...host, port } : host,
  );
  return { ...source, hosts };
}
