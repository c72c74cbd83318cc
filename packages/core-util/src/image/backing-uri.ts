import { parseUri, splitScheme, uriParam, type ParsedUri } from '../uri.ts';
import { backingError } from './backing-errors.ts';
import type { BackingStore } from './backing-store.ts';
import { isImageProtocol, type ImageHost, type ImageProtocol, type NetworkImageSource } from './source.ts';

/** A backing store that is a URI, such as `gluster+rdma://host/volume/image`. */
export function parseBackingUri(text: string): BackingStore & { readonly source: NetworkImageSource } {
  const uri = readUri(text);
  const { driver, transport } = splitScheme(uri.scheme);
  if (!isImageProtocol(driver)) throw backingError(`invalid backing protocol '${driver}'`);
  const name = nameOf(uri, driver);
  const source: NetworkImageSource = {
    type: 'network',
    protocol: driver,
    ...(name === undefined ? {} : { name }),
    hosts: [hostOf(uri, transport)],
  };
  if ((driver === 'http' || driver === 'https') && uri.query !== undefined) source.query = uri.query;
  // Names and passwords have no place in a source.
  return { source, complete: uri.user === undefined };
}

function readUri(text: string): ParsedUri {
  try {
    return parseUri(text);
  } catch (cause) {
    throw backingError(`failed to parse backing file location '${text}'`, cause);
  }
}

function nameOf({ path = '' }: ParsedUri, protocol: ImageProtocol): string | undefined {
  const name = path.startsWith('/') ? path.slice(1) : path;
  // A server of block devices may have one without a name.
  if (name === '' && protocol === 'nbd') return undefined;
  if (protocol === 'gluster') {
    if (name === '') throw backingError('missing volume name and path for gluster volume');
    if (!/^[^/]+\/./.test(name)) throw backingError(`missing volume name or file name in gluster source path '${name}'`);
  }
  return name;
}

function hostOf(uri: ParsedUri, transport: string | undefined): ImageHost {
  switch (transport) {
    case undefined:
    case 'tcp':
    case 'rdma':
      return {
        ...(transport === 'rdma' ? { transport } : {}),
        ...(uri.server === undefined ? {} : { name: uri.server }),
        ...(uri.port > 0 ? { port: uri.port } : {}),
      };
    case 'unix': {
      const socket = uriParam(uri, 'socket');
      return { transport, ...(socket === undefined ? {} : { socket }) };
    }
    default:
      throw backingError(`invalid protocol transport type '${transport}'`);
  }
}
